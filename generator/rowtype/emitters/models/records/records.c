/* The module: Records, and any value read and written. */
#include "records.h"

#include "moments.c"
#include "reading.c"
#include "writing.c"
#include "json_tokens.c"
#include "json_reading.c"
#include "json_writing.c"
#include "plans.c"

static PyObject *record_load(PyObject *self, PyObject *const *args, Py_ssize_t nargs) {
    RecordObject *r = (RecordObject *)self;
    if (nargs == 1 || (nargs == 2 && args[1] == (PyObject *)r->cls)) {
        PyObject *made = read_record(r, args[0]);
        if (made || !PyErr_ExceptionMatches(PyExc_Exception)) return made;
        PyErr_Clear();
    }
    return r->load ? PyObject_Vectorcall(r->load, args, nargs, NULL) : refuse();
}

static PyObject *record_dump(PyObject *self, PyObject *record) {
    RecordObject *r = (RecordObject *)self;
    PyObject *made = write_record(r, record);
    if (made || !PyErr_ExceptionMatches(PyExc_Exception)) return made;
    PyErr_Clear();
    return r->dump ? PyObject_CallOneArg(r->dump, record) : refuse();
}

static PyObject *record_from_json(PyObject *self, PyObject *data) { return text_read(data, (RecordObject *)self); }

static PyObject *record_to_json(PyObject *self, PyObject *v) { return text_written(v, (RecordObject *)self, 0); }

static PyObject *record_to_json_bytes(PyObject *self, PyObject *v) { return text_written(v, (RecordObject *)self, 1); }

static PyMethodDef methods[] = {
    {"load", (PyCFunction)(void (*)(void))record_load, METH_FASTCALL, "The instance for a JSON object."},
    {"dump", record_dump, METH_O, "The JSON object for an instance."},
    {"from_json", record_from_json, METH_O, "The instance for a JSON text, or NotImplemented."},
    {"to_json", record_to_json, METH_O, "The JSON text for an instance, or NotImplemented."},
    {"to_json_bytes", record_to_json_bytes, METH_O, "The same in UTF-8."},
    {NULL, NULL, 0, NULL}};

static PyTypeObject Record = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "_records.Record",
    .tp_basicsize = sizeof(RecordObject),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_new = record_new,
    .tp_methods = methods,
    .tp_traverse = (traverseproc)record_traverse,
    .tp_clear = (inquiry)record_clear,
    .tp_dealloc = (destructor)record_dealloc,
    .tp_free = PyObject_GC_Del,
};

static PyObject *any_read(PyObject *Py_UNUSED(self), PyObject *data) { return text_read(data, NULL); }

static PyObject *any_written(PyObject *Py_UNUSED(self), PyObject *v) { return text_written(v, NULL, 0); }

static PyMethodDef functions[] = {
    {"from_json", any_read, METH_O, "The value of a JSON text, or NotImplemented."},
    {"to_json", any_written, METH_O, "The JSON text of a value, or NotImplemented."},
    {NULL, NULL, 0, NULL}};

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "_records", "Records read and written by plans.", -1, functions,
                                    NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit__records(void) {
    PyDateTime_IMPORT;
    PyObject *made = PyDateTimeAPI ? PyModule_Create(&module) : NULL;
    if (made && (PyType_Ready(&Record) || PyModule_AddObjectRef(made, "Record", (PyObject *)&Record))) Py_CLEAR(made);
    return made;
}
