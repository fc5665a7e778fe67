/* Dates and times as they are usually written; `_moments` reads and writes all others.

   `2014-12-17T15:35:48`, where no offset is needed, is a `datetime`; with `Z`, and a fraction before it, it is in UTC
   and remembers its text, which `isoformat` would write otherwise. */
#include "records.h"

static int digits(const Py_UCS1 *s, int count) {
    int number = 0;
    for (int i = 0; i < count; i++) {
        if (s[i] < '0' || s[i] > '9') return -1;
        number = number * 10 + (s[i] - '0');
    }
    return number;
}

static int days_of(int year, int month) {
    static const char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month - 1] + (month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
}

/* The value of a text; NULL without an error where it is none of the above. */
static PyObject *usual_moment(Op *o, PyObject *text) {
    static const struct { int at, width; char after; } parts[] = {
        {0, 4, '-'}, {5, 2, '-'}, {8, 2, 'T'}, {11, 2, ':'}, {14, 2, ':'}, {17, 2, 0}};
    if (!PyUnicode_CheckExact(text) || !PyUnicode_IS_COMPACT_ASCII(text)) return NULL;
    Py_ssize_t n = PyUnicode_GET_LENGTH(text), at = 19;
    const Py_UCS1 *s = PyUnicode_1BYTE_DATA(text);
    int v[6], micro = 0;
    if (n < 19) return NULL;
    for (int i = 0; i < 6; i++) {
        v[i] = digits(s + parts[i].at, parts[i].width);
        if (v[i] < 0 || (parts[i].after && s[parts[i].at + parts[i].width] != parts[i].after)) return NULL;
    }
    if (v[0] < 1 || v[1] < 1 || v[1] > 12 || v[2] < 1 || v[2] > days_of(v[0], v[1]) || v[3] > 23 || v[4] > 59
        || v[5] > 59) return NULL;
    if (n == 19)
        return !o->local ? NULL : PyDateTimeAPI->DateTime_FromDateAndTime(
            v[0], v[1], v[2], v[3], v[4], v[5], 0, Py_None, PyDateTimeAPI->DateTimeType);
    if (s[at] == '.') {
        Py_ssize_t width = n - at - 2;
        if (width < 1 || width > 6) return NULL;
        micro = digits(s + at + 1, (int)width);
        for (at += 1 + width; micro > 0 && width < 6; width++) micro *= 10;
    }
    if (micro < 0 || at + 1 != n || s[at] != 'Z') return NULL;
    PyObject *made = PyDateTimeAPI->DateTime_FromDateAndTime(
        v[0], v[1], v[2], v[3], v[4], v[5], micro, PyDateTime_TimeZone_UTC, o->moment);
    if (made) *slot(made, o->text) = Py_NewRef(text);
    return made;
}

/* What `isoformat` makes of a date and time without an offset: put it into `out`, which has room for 26; how many. */
static Py_ssize_t isoformat(PyObject *v, char *out) {
    const int parts[] = {PyDateTime_GET_YEAR(v), PyDateTime_GET_MONTH(v), PyDateTime_GET_DAY(v),
                         PyDateTime_DATE_GET_HOUR(v), PyDateTime_DATE_GET_MINUTE(v), PyDateTime_DATE_GET_SECOND(v),
                         PyDateTime_DATE_GET_MICROSECOND(v)};
    static const int widths[] = {4, 2, 2, 2, 2, 2, 6};
    static const char after[] = "--T::.";
    char *at = out;
    for (int i = 0, last = parts[6] ? 6 : 5; i <= last; i++) {
        for (int digit = widths[i], rest = parts[i]; digit--; rest /= 10) at[digit] = (char)('0' + rest % 10);
        at += widths[i];
        if (i < last) *at++ = after[i];
    }
    return at - out;
}

static int is_local(Op *o, PyObject *v) {
    return (PyObject *)Py_TYPE(v) == o->cls && PyDateTime_CheckExact(v) && PyDateTime_DATE_GET_TZINFO(v) == Py_None;
}

/* The text that a moment remembers; NULL where it does not. */
static PyObject *remembered(Op *o, PyObject *v) {
    PyObject *text = o->moment && Py_TYPE(v) == o->moment ? *slot(v, o->text) : NULL;
    return text && PyUnicode_CheckExact(text) && PyUnicode_GET_LENGTH(text) ? text : NULL;
}
