// SPDX-License-Identifier: GPL-3.0-or-later
// What the sanitizers are told about libraries that are not ours. Part of the tests, and of the program where it is built with a sanitizer
// (the flow tests start it), so that no environment has to carry it.

// Xapian::Database::check deletes its tables through a base class (1.4.22, inside the library): not ours to mend, and no leak.
extern "C" const char* __asan_default_options();
extern "C" const char* __asan_default_options() { return "new_delete_type_mismatch=0"; }

// Debian's ICU and cpp-httplib are not built for the thread sanitizer, so it does not see how they order their threads: ICU publishes its data through
// atomics of its own, httplib keeps regular expressions in statics whose guard is only read inside the library. ICU never calls us, so its line
// hides nothing of ours. Handlers run inside httplib, so its line hides them too; what they use together — store, readers, intake — is driven from
// many threads by the unit tests, where nothing is hidden.
extern "C" const char* __tsan_default_suppressions();
extern "C" const char* __tsan_default_suppressions() {
  return "race:libicuuc.so\n"
         "race:libicui18n.so\n"
         "race:libcpp-httplib.so\n";
}
