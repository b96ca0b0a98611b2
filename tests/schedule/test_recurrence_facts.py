"""Days by rule against what others state: RFC 5545's examples as they stand there, its errata, other programs' cases.

Facts only. Times of day are left out, as a rule speaks of days here: of an UNTIL with a time remains the last day on
which something that starts as late as DTSTART still does.
"""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from content.schedule.recurrence import Recurrence, checked
from tests.schedule import almanac

NEW_YORK = ZoneInfo("America/New_York")
"""All examples of the RFC assume the Eastern United States time zone, and start at 9:00."""
NINE = time(9)
Counted = Callable[..., list[date]]
MONTHS = ["January", "February", "March", "April", "May", "June"]
MONTHS += ["July", "August", "September", "October", "November", "December"]
NEVER_AGAIN = timedelta(days=5 * 366)
"""How long after the last day of a list that is whole nothing more may come."""

RFC_5545 = [
    # §3.8.5.3, in its order: the rule, DTSTART, and the days as the RFC lists them; "..." is its own: so on
    ("FREQ=DAILY;COUNT=10", "1997-09-02", "(1997) September 2-11"),
    ("FREQ=DAILY;UNTIL=19971224T000000Z", "1997-09-02",
     "(1997) September 2-30;October 1-31;November 1-30;December 1-23"),
    ("FREQ=DAILY;INTERVAL=2", "1997-09-02",
     "(1997) September 2,4,6,8,10,12,14,16,18,20,22,24,26,28,30;"
     "October 2,4,6,8,10,12,14,16,18,20,22,24,26,28,30;"
     "November 1,3,5,7,9,11,13,15,17,19,21,23,25,27,29;December 1,3 ..."),
    ("FREQ=DAILY;INTERVAL=10;COUNT=5", "1997-09-02", "(1997) September 2,12,22;October 2,12"),
    ("FREQ=YEARLY;UNTIL=20000131T140000Z;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA", "1998-01-01",
     "(1998) January 1-31 (1999) January 1-31 (2000) January 1-31"),
    ("FREQ=DAILY;UNTIL=20000131T140000Z;BYMONTH=1", "1998-01-01",
     "(1998) January 1-31 (1999) January 1-31 (2000) January 1-31"),
    ("FREQ=WEEKLY;COUNT=10", "1997-09-02", "(1997) September 2,9,16,23,30;October 7,14,21,28;November 4"),
    ("FREQ=WEEKLY;UNTIL=19971224T000000Z", "1997-09-02",
     "(1997) September 2,9,16,23,30;October 7,14,21,28;November 4,11,18,25;December 2,9,16,23"),
    ("FREQ=WEEKLY;INTERVAL=2;WKST=SU", "1997-09-02",
     "(1997) September 2,16,30;October 14,28;November 11,25;December 9,23 (1998) January 6,20;February 3,17 ..."),
    ("FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH", "1997-09-02",
     "(1997) September 2,4,9,11,16,18,23,25,30;October 2"),
    ("FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH", "1997-09-02", "(1997) September 2,4,9,11,16,18,23,25,30;October 2"),
    ("FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;BYDAY=MO,WE,FR", "1997-09-01",
     "(1997) September 1,3,5,15,17,19,29;October 1,3,13,15,17,27,29,31;November 10,12,14,24,26,28;"
     "December 8,10,12,22"),
    ("FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH", "1997-09-02",
     "(1997) September 2,4,16,18,30;October 2,14,16"),
    ("FREQ=MONTHLY;COUNT=10;BYDAY=1FR", "1997-09-05",
     "(1997) September 5;October 3;November 7;December 5 "
     "(1998) January 2;February 6;March 6;April 3;May 1;June 5"),
    ("FREQ=MONTHLY;UNTIL=19971224T000000Z;BYDAY=1FR", "1997-09-05",
     "(1997) September 5;October 3;November 7;December 5"),
    ("FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU", "1997-09-07",
     "(1997) September 7,28;November 2,30 (1998) January 4,25;March 1,29;May 3,31"),
    ("FREQ=MONTHLY;COUNT=6;BYDAY=-2MO", "1997-09-22",
     "(1997) September 22;October 20;November 17;December 22 (1998) January 19;February 16"),
    ("FREQ=MONTHLY;BYMONTHDAY=-3", "1997-09-28",
     "(1997) September 28;October 29;November 28;December 29 (1998) January 29;February 26 ..."),
    ("FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15", "1997-09-02",
     "(1997) September 2,15;October 2,15;November 2,15;December 2,15 (1998) January 2,15"),
    ("FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1", "1997-09-30",
     "(1997) September 30;October 1,31;November 1,30;December 1,31 (1998) January 1,31;February 1"),
    ("FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15", "1997-09-10",
     "(1997) September 10,11,12,13,14,15 (1999) March 10,11,12,13"),
    ("FREQ=MONTHLY;INTERVAL=2;BYDAY=TU", "1997-09-02",
     "(1997) September 2,9,16,23,30;November 4,11,18,25 (1998) January 6,13,20,27;March 3,10,17,24,31 ..."),
    ("FREQ=YEARLY;COUNT=10;BYMONTH=6,7", "1997-06-10",
     "(1997) June 10;July 10 (1998) June 10;July 10 (1999) June 10;July 10 (2000) June 10;July 10 "
     "(2001) June 10;July 10"),
    ("FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3", "1997-03-10",
     "(1997) March 10 (1999) January 10;February 10;March 10 (2001) January 10;February 10;March 10 "
     "(2003) January 10;February 10;March 10"),
    ("FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200", "1997-01-01",
     "(1997) January 1;April 10;July 19 (2000) January 1;April 9;July 18 (2003) January 1;April 10;July 19 "
     "(2006) January 1"),
    ("FREQ=YEARLY;BYDAY=20MO", "1997-05-19", "(1997) May 19 (1998) May 18 (1999) May 17 ..."),
    ("FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", "1997-05-12", "(1997) May 12 (1998) May 11 (1999) May 17 ..."),
    ("FREQ=YEARLY;BYMONTH=3;BYDAY=TH", "1997-03-13",
     "(1997) March 13,20,27 (1998) March 5,12,19,26 (1999) March 4,11,18,25 ..."),
    ("FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8", "1997-06-05",
     "(1997) June 5,12,19,26;July 3,10,17,24,31;August 7,14,21,28 "
     "(1998) June 4,11,18,25;July 2,9,16,23,30;August 6,13,20,27 "
     "(1999) June 3,10,17,24;July 1,8,15,22,29;August 5,12,19,26 ..."),
    ("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13 EXDATE=1997-09-02", "1997-09-02",
     "(1998) February 13;March 13;November 13 (1999) August 13 (2000) October 13 ..."),
    ("FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13", "1997-09-13",
     "(1997) September 13;October 11;November 8;December 13 "
     "(1998) January 10;February 7;March 7;April 11;May 9;June 13 ..."),
    ("FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8", "1996-11-05",
     "(1996) November 5 (2000) November 7 (2004) November 2 ..."),
    ("FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3", "1997-09-04", "(1997) September 4;October 7;November 6"),
    ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2", "1997-09-29",
     "(1997) September 29;October 30;November 27;December 30 (1998) January 29;February 26;March 30 ..."),
    ("FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", "1997-08-05", "(1997) August 5,10,19,24"),
    ("FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", "1997-08-05", "(1997) August 5,17,19,31"),
    ("FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5", "2007-01-15", "(2007) January 15,30;February 15;March 15,30"),
]  # fmt: skip

OTHERS = [
    # jkbrzt/rrule issue 71: weekdays with and without a number are days of either kind
    ("FREQ=MONTHLY;BYDAY=MO,1FR;COUNT=7", "2026-11-01",
     "2026-11-02 2026-11-06 2026-11-09 2026-11-16 2026-11-23 2026-11-30 2026-12-04"),
    ("FREQ=YEARLY;BYMONTH=11;BYDAY=-1FR,SU;COUNT=6", "2026-11-01",
     "2026-11-01 2026-11-08 2026-11-15 2026-11-22 2026-11-27 2026-11-29"),
    ("FREQ=YEARLY;BYDAY=1MO,TH;COUNT=4", "2026-12-20", "2026-12-24 2026-12-31 2027-01-04 2027-01-07"),
    # dateutil issue 1398: BYSETPOS counts from the beginning of the week as WKST has it
    ("FREQ=WEEKLY;WKST=SU;BYDAY=SU,MO;BYSETPOS=1;COUNT=3", "2026-10-26", "2026-11-01 2026-11-08 2026-11-15"),
    # RFC errata 1913 and 3779 (verified) to §3.3.10: the number of a BYDAY counts in the month where there is a
    # BYMONTH, in the year where there is none. The days are dateutil's (testYearlyByMonthAndNWeekDay, …ByNWeekDay)
    ("FREQ=YEARLY;COUNT=3;BYMONTH=1,3;BYDAY=1TU,-1TH", "1997-09-02", "1998-01-06 1998-01-29 1998-03-03"),
    ("FREQ=YEARLY;COUNT=3;BYMONTH=1,3;BYDAY=3TU,-3TH", "1997-09-02", "1998-01-15 1998-01-20 1998-03-12"),
    ("FREQ=YEARLY;COUNT=3;BYDAY=1TU,-1TH", "1997-09-02", "1997-12-25 1998-01-06 1998-12-31"),
    ("FREQ=YEARLY;COUNT=3;BYDAY=3TU,-3TH", "1997-09-02", "1997-12-11 1998-01-20 1998-12-17"),
    # RFC 5545 §3.3.10: what a rule does not say is taken from DTSTART; RFC 8984 §4.3.3.1 spells out which part. Yearly
    # rules as Windows' and Google's calendars write them: dateutil#1072, #1452 (and its test …UsesDtstartMonth),
    # php-rrule#158, recurring-ical-events#41; libical (yearly, by Feb 29th day of month), ical.net#885
    ("FREQ=YEARLY;WKST=MO;INTERVAL=1;BYMONTHDAY=16;COUNT=3", "2020-07-16", "2020-07-16 2021-07-16 2022-07-16"),
    ("FREQ=YEARLY;BYMONTHDAY=30;COUNT=3", "2010-03-30", "2010-03-30 2011-03-30 2012-03-30"),
    ("FREQ=YEARLY;COUNT=3;BYMONTHDAY=1,3", "1997-09-02", "1997-09-03 1998-09-01 1998-09-03"),
    ("FREQ=YEARLY;WKST=SU;INTERVAL=1;BYMONTHDAY=20;COUNT=2", "2022-08-15", "2022-08-20 2023-08-20"),
    ("FREQ=YEARLY;BYMONTHDAY=29;COUNT=3", "2024-02-29", "2024-02-29 2028-02-29 2032-02-29"),
    ("FREQ=YEARLY;BYMONTHDAY=-29,-1;COUNT=4", "2024-02-01", "2024-02-01 2024-02-29 2025-02-28 2026-02-28"),
    ("FREQ=YEARLY;INTERVAL=2;BYDAY=MO,TU;BYMONTHDAY=8,9,10,11,12,13,14;COUNT=6", "2005-04-09",
     "2005-04-11 2005-04-12 2007-04-09 2007-04-10 2009-04-13 2009-04-14"),
    # the same of weeks: the weekday is DTSTART's (libical#438, #794, and CalendarServer's tests in libical)
    ("FREQ=YEARLY;BYWEEKNO=1,2;UNTIL=20170101", "2013-01-01",
     "2013-01-01 2013-01-08 2013-12-31 2014-01-07 2014-12-30 2015-01-06 2016-01-05 2016-01-12"),
    ("FREQ=YEARLY;BYWEEKNO=1,2;UNTIL=20170101", "2013-01-07",
     "2013-01-07 2013-12-30 2014-01-06 2014-12-29 2015-01-05 2016-01-04 2016-01-11"),
    ("FREQ=YEARLY;BYWEEKNO=1,2;WKST=FR;UNTIL=20170101", "2013-01-08",
     "2013-01-08 2013-01-15 2014-01-07 2014-01-14 2015-01-06 2015-01-13 2016-01-05 2016-01-12"),
    ("FREQ=YEARLY;BYWEEKNO=1,2;WKST=TU;UNTIL=20180101", "2014-01-11",
     "2014-01-11 2015-01-03 2015-01-10 2016-01-02 2016-01-09 2017-01-07 2017-01-14"),
    ("FREQ=YEARLY;BYWEEKNO=-1,-2;COUNT=2", "2013-12-24", "2013-12-24 2014-12-16"),
    ("FREQ=YEARLY;BYWEEKNO=53;COUNT=1", "2023-01-01", "2027-01-03"),
    # libical, src/test/icalrecur_test.txt: weeks that start on another day
    ("FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO;WKST=SU;COUNT=3", "1997-05-12", "1997-05-12 1998-05-18 1999-05-17"),
    ("FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO;WKST=FR;COUNT=3", "1997-05-12", "1997-05-19 1998-05-18 1999-05-17"),
    ("FREQ=YEARLY;BYWEEKNO=6;BYDAY=TU;WKST=TH;UNTIL=20210612T000000Z", "2018-02-13",
     "2018-02-13 2019-02-12 2020-02-11 2021-02-09"),
    ("FREQ=WEEKLY;INTERVAL=2;WKST=WE;BYDAY=MO,WE,FR;COUNT=10", "1997-09-01",
     "1997-09-01 1997-09-10 1997-09-12 1997-09-15 1997-09-24 1997-09-26 1997-09-29 1997-10-08 1997-10-10 1997-10-13"),
    ("FREQ=WEEKLY;INTERVAL=4;BYDAY=SU;COUNT=4", "2015-03-22", "2015-03-22 2015-04-19 2015-05-17 2015-06-14"),
    ("FREQ=WEEKLY;BYDAY=WE,FR;INTERVAL=2;COUNT=4", "2019-01-01", "2019-01-02 2019-01-04 2019-01-16 2019-01-18"),
    ("FREQ=WEEKLY;UNTIL=20170127T000000Z;WKST=MO;BYDAY=SU,TU,TH;INTERVAL=2", "2016-12-29",
     "2016-12-29 2017-01-01 2017-01-10 2017-01-12 2017-01-15 2017-01-24 2017-01-26"),
    ("FREQ=WEEKLY;INTERVAL=1;COUNT=2;BYDAY=MO;", "2014-10-06", "2014-10-06 2014-10-13"),  # so Google's calendar
    ("FREQ=WEEKLY;COUNT=3;BYDAY=SU,TH,TH", "2011-11-20", "2011-11-20 2011-11-24 2011-11-27"),
    # weeks 53 and the last, at the turn of the year
    ("FREQ=YEARLY;BYWEEKNO=53;BYDAY=TU,SA;UNTIL=20170101T000000Z", "2013-01-01", "2015-12-29 2016-01-02"),
    ("FREQ=YEARLY;BYWEEKNO=53;BYDAY=TU,SA;UNTIL=20170101T000000Z", "2016-01-02", "2016-01-02"),
    ("FREQ=YEARLY;BYWEEKNO=53;BYDAY=TH;COUNT=1", "2027-01-03", "2032-12-30"),
    ("FREQ=YEARLY;BYWEEKNO=53;INTERVAL=5;BYDAY=TH;COUNT=1", "2027-01-03", "2032-12-30"),
    ("FREQ=YEARLY;BYWEEKNO=53;INTERVAL=6;BYDAY=TH;COUNT=1", "2027-01-03", "2093-12-31"),
    ("FREQ=YEARLY;BYWEEKNO=1,2,-1,-2;BYDAY=TU;UNTIL=20170101T000000Z", "2013-01-01",
     "2013-01-01 2013-01-08 2013-12-17 2013-12-24 2013-12-31 2014-01-07 2014-12-16 2014-12-23 2014-12-30 2015-01-06 "
     "2015-12-22 2015-12-29 2016-01-05 2016-01-12 2016-12-20 2016-12-27"),
    # leap days, days of the year from its end, ends of months
    ("FREQ=YEARLY;UNTIL=20140301", "2012-02-29", "2012-02-29"),
    ("FREQ=YEARLY;BYYEARDAY=366;UNTIL=20200101", "2012-12-31", "2012-12-31 2016-12-31"),
    ("FREQ=YEARLY;BYYEARDAY=366;COUNT=3", "2012-12-31", "2012-12-31 2016-12-31 2020-12-31"),
    ("FREQ=YEARLY;BYYEARDAY=-366;COUNT=3", "2012-01-01", "2012-01-01 2016-01-01 2020-01-01"),
    ("FREQ=YEARLY;UNTIL=20100325;BYDAY=FR;BYYEARDAY=-275,-276,-277,-278,-279,-280,-281", "2006-03-31",
     "2006-03-31 2007-03-30 2008-03-28 2009-03-27"),
    ("FREQ=MONTHLY;COUNT=12", "2007-01-31",
     "2007-01-31 2007-03-31 2007-05-31 2007-07-31 2007-08-31 2007-10-31 2007-12-31 2008-01-31 2008-03-31 2008-05-31 "
     "2008-07-31 2008-08-31"),
    ("FREQ=MONTHLY;BYMONTHDAY=31;COUNT=12", "2015-01-31",
     "2015-01-31 2015-03-31 2015-05-31 2015-07-31 2015-08-31 2015-10-31 2015-12-31 2016-01-31 2016-03-31 2016-05-31 "
     "2016-07-31 2016-08-31"),
    ("FREQ=MONTHLY;BYMONTHDAY=-31;COUNT=12", "2015-01-01",
     "2015-01-01 2015-03-01 2015-05-01 2015-07-01 2015-08-01 2015-10-01 2015-12-01 2016-01-01 2016-03-01 2016-05-01 "
     "2016-07-01 2016-08-01"),
    ("FREQ=MONTHLY;INTERVAL=13;BYMONTH=5;COUNT=3", "2010-02-12", "2013-05-12 2026-05-12 2039-05-12"),
    # weekdays of a month, in some years
    ("FREQ=YEARLY;BYDAY=-1FR;BYMONTH=10;UNTIL=20150101T000000Z", "2010-10-29",
     "2010-10-29 2011-10-28 2012-10-26 2013-10-25 2014-10-31"),
    ("FREQ=YEARLY;BYDAY=1FR;BYMONTH=4;UNTIL=20150101T000000Z", "2010-04-02",
     "2010-04-02 2011-04-01 2012-04-06 2013-04-05 2014-04-04"),
    ("FREQ=YEARLY;INTERVAL=2;UNTIL=20211231T140000Z;BYMONTH=2;BYDAY=WE", "2017-02-01",
     "2017-02-01 2017-02-08 2017-02-15 2017-02-22 2019-02-06 2019-02-13 2019-02-20 2019-02-27 2021-02-03 2021-02-10 "
     "2021-02-17 2021-02-24"),
    # days that a rule of days keeps
    ("FREQ=DAILY;BYMONTHDAY=1,24;COUNT=5", "2024-10-24", "2024-10-24 2024-11-01 2024-11-24 2024-12-01 2024-12-24"),
    ("FREQ=DAILY;BYMONTHDAY=-1,-2;COUNT=5", "2024-10-30", "2024-10-30 2024-10-31 2024-11-29 2024-11-30 2024-12-30"),
    ("FREQ=DAILY;BYMONTHDAY=20,-2;UNTIL=20250401", "2025-02-20", "2025-02-20 2025-02-27 2025-03-20 2025-03-30"),
    ("FREQ=DAILY;BYMONTHDAY=1,20;INTERVAL=7;COUNT=2", "2025-01-01", "2025-01-01 2025-08-20"),
    ("FREQ=DAILY;UNTIL=20170131T140000Z;BYMONTH=1;INTERVAL=3", "2017-01-01",
     "2017-01-01 2017-01-04 2017-01-07 2017-01-10 2017-01-13 2017-01-16 2017-01-19 2017-01-22 2017-01-25 2017-01-28 "
     "2017-01-31"),
    ("FREQ=DAILY;BYMONTH=5,4;BYMONTHDAY=1;COUNT=4", "2024-05-01", "2024-05-01 2025-04-01 2025-05-01 2026-04-01"),
    # lists out of order
    ("FREQ=MONTHLY;BYMONTH=5,4;COUNT=4", "2024-04-01", "2024-04-01 2024-05-01 2025-04-01 2025-05-01"),
    ("FREQ=YEARLY;BYMONTH=5,4;COUNT=4", "2024-05-01", "2024-05-01 2025-04-01 2025-05-01 2026-04-01"),
    ("FREQ=YEARLY;BYYEARDAY=3,2;COUNT=4", "2024-01-03", "2024-01-03 2025-01-02 2025-01-03 2026-01-02"),
    ("FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=3,2;COUNT=4", "2024-01-02", "2024-01-02 2024-01-03 2025-01-02 2025-01-03"),
    # BYSETPOS
    ("FREQ=YEARLY;BYYEARDAY=1,2,3,4,5,6,7;BYSETPOS=3,2;COUNT=4", "2024-01-02",
     "2024-01-02 2024-01-03 2025-01-02 2025-01-03"),
    ("FREQ=WEEKLY;BYDAY=MO,TU,SU,SA,TH;BYSETPOS=3,2;COUNT=4", "2024-01-02",
     "2024-01-02 2024-01-04 2024-01-09 2024-01-11"),
    ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1,3;COUNT=3", "2024-10-23", "2024-10-23 2024-10-28 2024-10-30"),
    ("FREQ=YEARLY;BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12;BYMONTHDAY=29;BYSETPOS=3,2;COUNT=4", "2024-02-29",
     "2024-02-29 2024-03-29 2025-03-29 2025-04-29"),
    ("FREQ=YEARLY;BYMONTH=1,2,3;BYMONTHDAY=29;BYSETPOS=3,2;COUNT=4", "2024-02-29",
     "2024-02-29 2024-03-29 2025-03-29 2026-03-29"),
    ("FREQ=MONTHLY;BYMONTHDAY=1,2,3,4,5,6,7,8,9,10;BYSETPOS=1,2,-1,-2;COUNT=6", "2025-08-10",
     "2025-08-10 2025-09-01 2025-09-02 2025-09-09 2025-09-10 2025-10-01"),
    # python-dateutil, tests/test_rrule.py (rrule.js and php-rrule have the same); all count from 2 September 1997
    ("FREQ=YEARLY;COUNT=3", "1997-09-02", "1997-09-02 1998-09-02 1999-09-02"),
    ("FREQ=YEARLY;COUNT=3;INTERVAL=100", "1997-09-02", "1997-09-02 2097-09-02 2197-09-02"),
    ("FREQ=YEARLY;COUNT=3;BYMONTH=1,3", "1997-09-02", "1998-01-02 1998-03-02 1999-01-02"),
    ("FREQ=YEARLY;COUNT=3;BYMONTH=1,3;BYMONTHDAY=5,7", "1997-09-02", "1998-01-05 1998-01-07 1998-03-05"),
    ("FREQ=YEARLY;COUNT=3;BYDAY=TU,TH", "1997-09-02", "1997-09-02 1997-09-04 1997-09-09"),
    ("FREQ=YEARLY;COUNT=3;BYMONTH=1,3;BYDAY=TU,TH", "1997-09-02", "1998-01-01 1998-01-06 1998-01-08"),
    ("FREQ=YEARLY;COUNT=3;BYMONTH=1,3;BYMONTHDAY=1,3;BYDAY=TU,TH", "1997-09-02", "1998-01-01 1998-03-03 2001-03-01"),
    ("FREQ=YEARLY;COUNT=4;BYYEARDAY=1,100,200,365", "1997-09-02", "1997-12-31 1998-01-01 1998-04-10 1998-07-19"),
    ("FREQ=YEARLY;COUNT=4;BYYEARDAY=-365,-266,-166,-1", "1997-09-02", "1997-12-31 1998-01-01 1998-04-10 1998-07-19"),
    ("FREQ=YEARLY;COUNT=4;BYMONTH=4,7;BYYEARDAY=-365,-266,-166,-1", "1997-09-02",
     "1998-04-10 1998-07-19 1999-04-10 1999-07-19"),
    ("FREQ=YEARLY;COUNT=3;BYWEEKNO=1;BYDAY=MO", "1997-09-02", "1997-12-29 1999-01-04 2000-01-03"),
    ("FREQ=YEARLY;COUNT=3;BYWEEKNO=52;BYDAY=SU", "1997-09-02", "1997-12-28 1998-12-27 2000-01-02"),
    ("FREQ=YEARLY;COUNT=3;BYWEEKNO=-1;BYDAY=SU", "1997-09-02", "1997-12-28 1999-01-03 2000-01-02"),
    ("FREQ=YEARLY;COUNT=3;BYWEEKNO=53;BYDAY=MO", "1997-09-02", "1998-12-28 2004-12-27 2009-12-28"),
    ("FREQ=MONTHLY;COUNT=3;INTERVAL=18", "1997-09-02", "1997-09-02 1999-03-02 2000-09-02"),
    ("FREQ=MONTHLY;COUNT=3;BYMONTH=1,3", "1997-09-02", "1998-01-02 1998-03-02 1999-01-02"),
    ("FREQ=MONTHLY;COUNT=3;BYMONTHDAY=1,3", "1997-09-02", "1997-09-03 1997-10-01 1997-10-03"),
    ("FREQ=MONTHLY;COUNT=3;BYDAY=3MO", "1997-09-01", "1997-09-15 1997-10-20 1997-11-17"),
    ("FREQ=MONTHLY;COUNT=3;BYDAY=1TU,-1TH", "1997-09-02", "1997-09-02 1997-09-25 1997-10-07"),
    ("FREQ=MONTHLY;COUNT=3;BYDAY=3TU,-3TH", "1997-09-02", "1997-09-11 1997-09-16 1997-10-16"),
    ("FREQ=MONTHLY;COUNT=3;BYMONTHDAY=1,3;BYDAY=TU,TH", "1997-09-02", "1998-01-01 1998-02-03 1998-03-03"),
    ("FREQ=WEEKLY;COUNT=3;INTERVAL=20", "1997-09-02", "1997-09-02 1998-01-20 1998-06-09"),
    ("FREQ=WEEKLY;COUNT=3;BYMONTH=1,3", "1997-09-02", "1998-01-06 1998-01-13 1998-01-20"),
    ("FREQ=WEEKLY;COUNT=3;BYMONTH=1,3;BYDAY=TU,TH", "1997-09-02", "1998-01-01 1998-01-06 1998-01-08"),
    # php-rrule#39 and #140: in which week a day is decides which weeks count
    ("FREQ=WEEKLY;INTERVAL=2;BYDAY=FR;WKST=SU;COUNT=1", "2017-10-07", "2017-10-20"),
    ("FREQ=WEEKLY;INTERVAL=2;BYDAY=FR;WKST=SU;COUNT=1", "2017-10-08", "2017-10-13"),
    ("FREQ=WEEKLY;BYDAY=TH;INTERVAL=2;COUNT=3", "2023-09-03", "2023-09-14 2023-09-28 2023-10-12"),
    ("FREQ=WEEKLY;BYDAY=TH;INTERVAL=2;WKST=SU;COUNT=1", "2023-09-03", "2023-09-07"),
    # what none of them states: the last working day of a quarter, a fifth Saturday, months of a year without such a day
    ("FREQ=MONTHLY;INTERVAL=3;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=4", "2026-03-01",
     "2026-03-31 2026-06-30 2026-09-30 2026-12-31"),
    ("FREQ=MONTHLY;BYDAY=5SA;COUNT=4", "2026-01-01", "2026-01-31 2026-05-30 2026-08-29 2026-10-31"),
    ("FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=6", "2026-01-31",
     "2026-01-31 2026-02-28 2026-03-31 2026-04-30 2026-05-31 2026-06-30"),
    ("FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO,SU;COUNT=6", "2025-12-29",
     "2025-12-29 2026-01-04 2027-01-04 2027-01-10 2028-01-03 2028-01-09"),
    ("FREQ=YEARLY;BYWEEKNO=53;BYDAY=FR;COUNT=3", "2015-01-01", "2016-01-01 2021-01-01 2027-01-01"),
    ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;COUNT=3", "1996-02-29", "1996-02-29 2000-02-29 2004-02-29"),
    ("FREQ=DAILY;INTERVAL=30;COUNT=4", "2026-12-15", "2026-12-15 2027-01-14 2027-02-13 2027-03-15"),
    ("FREQ=WEEKLY;INTERVAL=2;BYDAY=SA;COUNT=5", "2026-12-05",
     "2026-12-05 2026-12-19 2027-01-02 2027-01-16 2027-01-30"),
]  # fmt: skip


def last_day(until: str, zone: ZoneInfo | None) -> str:
    """The last day on which nine o'clock is not after that UNTIL (a day, or a time in UTC)."""
    if "T" not in until:
        return until
    end = datetime.strptime(until, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC).astimezone(zone or UTC)
    return f"{end.date() if end.time() >= NINE else end.date() - timedelta(1):%Y%m%d}"


def listed(text: str) -> list[date]:
    """The days of a list as the RFC writes it: `(1997) September 2-11;October 2,4 (1998) …`."""
    dates = []
    for year, months in re.findall(r"\((\d{4})\) ([^(]+)", text.removesuffix("...")):
        for month, days in (part.split() for part in months.split(";")):
            for each in days.split(","):
                first, _, last = each.partition("-")
                numbers = range(int(first), int(last or first) + 1)
                dates += [date(int(year), MONTHS.index(month) + 1, day) for day in numbers]
    return dates


def days(rule: str, first: date, last: date, left_out: tuple[date, ...] = ()) -> list[date]:
    recurs = Recurrence(start=first, rule=checked(rule, first), left_out=left_out)
    return [day for n in range((last - first).days + 1) if recurs.on(day := first + timedelta(n))]


def by_day(rule: str, zone: ZoneInfo | None) -> str:
    return re.sub(r"(?<=UNTIL=)\w+", lambda until: last_day(until[0], zone), rule)


def naively(rule: str, first: date, last: date, left_out: tuple[date, ...] = ()) -> list[date]:
    """As `days`, of the almanac that the schedule is compared with: the facts hold for both."""
    return [day for day in almanac.listed(rule.removesuffix(";"), first, last) if day not in left_out]


@pytest.mark.parametrize("counted", [days, naively])
@pytest.mark.parametrize(("written", "start", "expected"), RFC_5545)
def test_the_examples_of_the_rfc(written: str, start: str, expected: str, counted: Counted) -> None:
    rule, _, exdate = written.partition(" EXDATE=")
    wanted = listed(expected)
    last = wanted[-1] if expected.endswith("...") else wanted[-1] + NEVER_AGAIN
    left_out = (date.fromisoformat(exdate),) if exdate else ()
    assert counted(by_day(rule, NEW_YORK), date.fromisoformat(start), last, left_out) == wanted


@pytest.mark.parametrize("counted", [days, naively])
@pytest.mark.parametrize(("rule", "start", "expected"), OTHERS)
def test_the_cases_of_other_programs(rule: str, start: str, expected: str, counted: Counted) -> None:
    wanted = [date.fromisoformat(day) for day in expected.split()]
    last = wanted[-1] + NEVER_AGAIN
    assert counted(by_day(rule, None), date.fromisoformat(start), last) == wanted


def test_the_days_of_the_rfc_s_rdate() -> None:
    """§3.8.5.2, with the comma of erratum 2527 (verified)."""
    written = "19970101,19970120,19970217,19970421,19970526,19970704,19970901,19971014,19971128,19971129,19971225"
    added = tuple(date.fromisoformat(day) for day in written.split(","))
    recurs = Recurrence(start=added[0], added=added)
    year = [date(1997, 1, 1) + timedelta(n) for n in range(365)]
    assert tuple(day for day in year if recurs.on(day)) == added
