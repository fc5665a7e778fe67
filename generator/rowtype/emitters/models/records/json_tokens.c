/* Strings and numbers in JSON texts (RFC 8259, UTF-8).

   What `_values.parse` refuses is refused here: NaN, numbers out of range, controls, what is not UTF-8.  So are escaped
   halves of surrogate pairs, which Python takes.  A NUL stands behind every text, and no token holds one, so that most
   loops need no end. */
#include "records.h"

typedef struct {
    const char *at, *end;
} Text;

/* The next character that is no space. */
static inline char next(Text *t) {
    while (*t->at == ' ' || *t->at == '\n' || *t->at == '\r' || *t->at == '\t') t->at++;
    return *t->at;
}

/* --------------------------------------------------------------------------------------------- strings */

#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))
#define ZERO(word) (((word) - EACH(1)) & ~(word) & EACH(0x80))

/* The first byte that is a quote, a backslash, a control, or, where asked, not ASCII; `end` is behind the text. */
static inline const char *plain_until(const char *s, const char *end, int ascii) {
    for (; end - s >= 8; s += 8) {
        uint64_t word, found;
        memcpy(&word, s, 8);
        found = ZERO(word ^ EACH('"')) | ZERO(word ^ EACH('\\')) | ((word - EACH(0x20)) & ~word & EACH(0x80));
        if (ascii) found |= word & EACH(0x80);
        if (found) {
#if defined(__GNUC__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
            return s + (__builtin_ctzll(found) >> 3); /* the lowest bit is right, others may be carried */
#else
            break;
#endif
        }
    }
    for (;; s++) {
        unsigned char c = (unsigned char)*s;
        if (c < 0x20 || c == '"' || c == '\\' || (ascii && c > 0x7f)) return s;
    }
}

static PyObject *ascii_of(const char *start, Py_ssize_t size) {
    PyObject *made = PyUnicode_New(size, 127);
    if (made && size) memcpy(PyUnicode_1BYTE_DATA(made), start, size);
    return made;
}

static int hexadecimal(const char *s) {
    int number = 0;
    for (int i = 0; i < 4; i++) {
        char c = s[i];
        int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10
            : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
        if (digit < 0) return -1;
        number = number * 16 + digit;
    }
    return number;
}

static char *utf8(char *out, uint32_t c) {
    if (c < 0x80) *out++ = (char)c;
    else {
        if (c < 0x800) *out++ = (char)(0xc0 | c >> 6);
        else {
            if (c < 0x10000) *out++ = (char)(0xe0 | c >> 12);
            else {
                *out++ = (char)(0xf0 | c >> 18);
                *out++ = (char)(0x80 | (c >> 12 & 0x3f));
            }
            *out++ = (char)(0x80 | (c >> 6 & 0x3f));
        }
        *out++ = (char)(0x80 | (c & 0x3f));
    }
    return out;
}

/* Put what the escape at `s`, behind its backslash, stands for into `out`; what follows it, or NULL. */
static const char *unescaped(const char *s, char **out) {
    static const char letters[] = "\"\\/bfnrt", values[] = "\"\\/\b\f\n\r\t";
    if (*s != 'u') {
        const char *found = *s ? strchr(letters, *s) : NULL;
        if (found) *(*out)++ = values[found - letters];
        return found ? s + 1 : NULL;
    }
    int c = hexadecimal(s + 1);
    if (c < 0 || (c >= 0xdc00 && c < 0xe000)) return NULL;
    s += 5;
    if (c >= 0xd800 && c < 0xdc00) {
        int low = s[0] == '\\' && s[1] == 'u' ? hexadecimal(s + 2) : -1;
        if (low < 0xdc00 || low > 0xdfff) return NULL;
        c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
        s += 6;
    }
    *out = utf8(*out, (uint32_t)c);
    return s;
}

/* A string with escapes, or not of ASCII alone; `stop` is the first byte that says so. */
static PyObject *take_unusual_string(Text *t, const char *stop) {
    const char *s = t->at;
    int escaped = 0;
    while (*stop != '"') {
        if ((unsigned char)*stop < 0x20) return refuse();
        if (*stop == '\\') {
            escaped = 1;
            if (!*++stop) return refuse();
        }
        stop = plain_until(stop + 1, t->end, 0);
    }
    t->at = stop + 1;
    if (!escaped) return PyUnicode_DecodeUTF8(s, stop - s, NULL);
    char *start = PyMem_Malloc(stop - s), *out = start; /* no escape is shorter than what it stands for */
    if (!start) return PyErr_NoMemory();
    while (s && s < stop) {
        const char *plain = memchr(s, '\\', stop - s);
        Py_ssize_t size = (plain ? plain : stop) - s;
        memcpy(out, s, size);
        out += size;
        s = plain ? unescaped(plain + 1, &out) : stop;
    }
    PyObject *made = s ? PyUnicode_DecodeUTF8(start, out - start, NULL) : refuse();
    PyMem_Free(start);
    return made;
}

/* The string behind a quote. */
static inline PyObject *take_string(Text *t) {
    const char *start = t->at, *stop = plain_until(start, t->end, 1);
    if (*stop != '"') return take_unusual_string(t, stop);
    t->at = stop + 1;
    return ascii_of(start, stop - start);
}

enum { LONGEST = 32, RECENT = 1024 };
static PyObject *recent[RECENT]; /* short strings of ASCII, which know their hash, each where `place` says */

static inline PyObject **place(const char *s, Py_ssize_t size) {
    uint64_t first = 0, last = 0;
    if (size >= 8) {
        memcpy(&first, s, 8);
        memcpy(&last, s + size - 8, 8);
    } else memcpy(&first, s, size);
    uint64_t mixed = (first ^ (uint64_t)size) * UINT64_C(0x9e3779b97f4a7c15) ^ last * UINT64_C(0xc2b2ae3d27d4eb4f);
    return recent + ((mixed ^ mixed >> 29) * UINT64_C(0x9e3779b97f4a7c15) >> 54); /* as many as RECENT */
}

/* The same of a string that is likely to come again: a name, a listed value. */
static PyObject *take_name(Text *t) {
    const char *start = t->at, *stop = plain_until(start, t->end, 1);
    Py_ssize_t size = stop - start;
    if (*stop != '"') return take_unusual_string(t, stop);
    t->at = stop + 1;
    if (size > LONGEST) return ascii_of(start, size);
    PyObject **known = place(start, size);
    if (*known && PyUnicode_GET_LENGTH(*known) == size && !memcmp(PyUnicode_1BYTE_DATA(*known), start, size))
        return Py_NewRef(*known);
    PyObject *made = ascii_of(start, size);
    if (made) Py_XSETREF(*known, Py_NewRef(made));
    return made;
}

/* --------------------------------------------------------------------------------------------- numbers */

static inline int is_digit(char c) { return c >= '0' && c <= '9'; }

static PyObject *large_whole(const char *start, const char *stop) {
    char *copy = PyMem_Malloc(stop - start + 1); /* else it would read `1_0` */
    if (!copy) return PyErr_NoMemory();
    memcpy(copy, start, stop - start);
    copy[stop - start] = 0;
    PyObject *made = PyLong_FromString(copy, NULL, 10);
    PyMem_Free(copy);
    return made;
}

static PyObject *real(const char *start, const char *stop) {
    char *end;
    double value = PyOS_string_to_double(start, &end, NULL);
    if (value == -1.0 && PyErr_Occurred()) return NULL;
    return end == stop && isfinite(value) ? PyFloat_FromDouble(value) : refuse();
}

/* A number is digits times a power of ten.  Where both are doubles exactly, one operation gives the nearest double. */
static PyObject *take_number(Text *t) {
    static const double powers[] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                    1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    const char *start = t->at, *s = start + (*start == '-'), *first = s;
    int negative = s > start;
    uint64_t number = 0;
    if (!is_digit(*s)) return refuse();
    if (*s == '0') s++;
    else while (is_digit(*s)) number = number * 10 + (uint64_t)(*s++ - '0');
    Py_ssize_t count = s - first, power = 0;
    if (*s != '.' && *s != 'e' && *s != 'E') {
        t->at = s;
        if (count > 18) return large_whole(start, s);
        return PyLong_FromLongLong(negative ? -(long long)number : (long long)number);
    }
    if (*s == '.') {
        const char *point = s++;
        while (is_digit(*s)) number = number * 10 + (uint64_t)(*s++ - '0');
        power = point + 1 - s;
        count -= power;
        if (!power) return refuse();
    }
    if (*s == 'e' || *s == 'E') {
        s++;
        int down = *s == '-', exponent = 0;
        if (*s == '-' || *s == '+') s++;
        if (!is_digit(*s)) return refuse();
        for (; is_digit(*s); s++) exponent = exponent < 1000 ? exponent * 10 + (*s - '0') : exponent;
        power += down ? -exponent : exponent;
    }
    t->at = s;
    if (FLT_EVAL_METHOD != 0 || count > 19 || number > UINT64_C(1) << 53 || power < -22 || power > 22)
        return real(start, s);
    double value = (double)number;
    value = power < 0 ? value / powers[-power] : value * powers[power];
    return PyFloat_FromDouble(negative ? -value : value);
}
