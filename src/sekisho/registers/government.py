"""Days on which public offices are open, for time limits of the law.

行政機関の休日に関する法律 (昭和63年法律第91号) 1条: closed are Saturdays, Sundays, national holidays, and
29 December to 3 January. The company's own closed days do not move a time limit of the law.
"""

from datetime import date, timedelta


def is_open(day: date) -> bool:
    """Whether public offices work on ``day``."""
    import jpholiday  # slow to load

    turn_of_year = (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3)
    return day.weekday() < 5 and not turn_of_year and not jpholiday.is_holiday(day)


def next_open(day: date) -> date:
    """``day``, or the first day after it on which public offices are open."""
    while not is_open(day):
        day += timedelta(days=1)
    return day
