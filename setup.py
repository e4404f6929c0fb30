"""A wheel carries the compiled Japanese; everything else is said in pyproject.toml."""

import sys
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

sys.path.insert(0, str(Path(__file__).parent))


class Build(build_py):
    def run(self) -> None:
        from tools import translations

        translations.build()
        super().run()


setup(cmdclass={"build_py": Build})
