"""Only the owner of the database migrates it; every query of the application takes the application's role."""


class OwnerMigrates:
    def allow_migrate(self, db, app_label, **hints):
        return db == "owner"

    def allow_relation(self, first, second, **hints):
        return True
