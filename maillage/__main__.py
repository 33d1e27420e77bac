import sys

from maillage.config.commandline import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
