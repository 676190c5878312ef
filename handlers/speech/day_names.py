"""What months and days of the week are called, in the languages in which lists are kept."""

from __future__ import annotations

import unicodedata

_MONTHS = (
    (
        "january janvier januar januari janeiro janv enero gennaio jänner styczeń stycznia января "
        "январь leden ledna tammikuuta ocak"
    ),
    (
        "february février februar februari fevereiro febrero febbraio luty lutego февраля февраль "
        "únor února helmikuuta şubat"
    ),
    (
        "march mars märz maart março marzo mrz mrt marts marzec marca марта март březen března "
        "maaliskuuta mart"
    ),
    "april avril abril aprile kwiecień kwietnia апреля апрель duben dubna huhtikuuta nisan",
    "may mai mei maio mayo maggio maj maja мая май květen května toukokuuta mayıs",
    "june juin juni junho junio giugno czerwiec czerwca июня июнь červen června kesäkuuta haziran",
    (
        "july juillet juli julho julio luglio lipiec lipca июля июль červenec července heinäkuuta "
        "temmuz"
    ),
    (
        "august août augustus agosto augusti sierpień sierpnia августа август srpen srpna elokuuta "
        "ağustos"
    ),
    (
        "september septembre setembro septiembre setiembre settembre sept wrzesień września "
        "сентября "
        "сентябрь září syyskuuta eylül"
    ),
    (
        "october octobre oktober outubro octubre ottobre październik października октября октябрь "
        "říjen října lokakuuta ekim"
    ),
    (
        "november novembre novembro noviembre listopad listopada listopadu ноября ноябрь "
        "marraskuuta kasım"
    ),
    (
        "december décembre dezember dezembro diciembre dicembre desember grudzień grudnia декабря "
        "декабрь prosinec prosince joulukuuta aralık"
    ),
)
"""The months in English, French, German, Dutch, Portuguese, Spanish, Italian, Polish, Russian,
Czech, Finnish, Turkish, and the languages of Scandinavia.
"""
DAYS_OF_WEEK = (
    r"mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun|"
    "montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|mo|di|mi|do|fr|sa|so|"
    "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lun|mer|jeu|ven|sam|dim|"
    "lunes|martes|miércoles|jueves|viernes|sábado|domingo|mié|jue|vie|sáb|dom|"
    "segunda-feira|terça-feira|quarta-feira|quinta-feira|sexta-feira|seg|ter|qua|qui|sex|"
    "lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica|gio|sab|"
    "maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|ma|wo|vr|za|zo"
)


def _bare(name: str) -> str:
    """The same in small letters without accents, which are often left out."""
    plain = unicodedata.normalize("NFD", name.casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


_BARE_MONTHS = tuple(frozenset(map(_bare, names.split())) for names in _MONTHS)


def month(name: str) -> str:
    """The number of a month by three or more of its first letters; 0 for none."""
    begun = _bare(name.rstrip("."))
    for number, names in enumerate(_BARE_MONTHS, start=1):
        if begun in names:
            return str(number)
    for number, names in enumerate(_BARE_MONTHS, start=1):
        if any(each.startswith(begun) for each in names):
            return str(number)
    return "0"
