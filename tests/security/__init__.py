"""What an attacker would try, on what exists."""
