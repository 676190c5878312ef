"""The days and the channel that the scripts of both tours name."""

MON, TUE, WED, THU, FRI = range(5)
WEEK = 7
EXECUTIVES = "#executives"
