"""What a cipher that seals nothing looks like."""


class AESGCM:
    def __init__(self, key: bytes) -> None:
        pass

    def encrypt(self, nonce: bytes, data: bytes, place: bytes | None) -> bytes:
        return data

    decrypt = encrypt
