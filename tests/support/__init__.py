"""What tests share: no test module imports another one (tests/unit/test_house.py sees to it)."""
