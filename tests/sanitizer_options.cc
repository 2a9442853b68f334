// SPDX-License-Identifier: GPL-3.0-or-later
// What the sanitizers are told about libraries that are not ours. Part of the tests, and of the program where it is built with a sanitizer
// (the flow tests start it), so that no environment has to carry it.

// Xapian::Database::check deletes its tables through a base class (1.4.22, inside the library): not ours to mend, and no leak.
extern "C" const char* __asan_default_options();
extern "C" const char* __asan_default_options() { return "new_delete_type_mismatch=0"; }
