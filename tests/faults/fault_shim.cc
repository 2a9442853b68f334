// SPDX-License-Identifier: GPL-3.0-or-later
// A library that is loaded before libc (LD_PRELOAD) and breaks things on purpose, for the fault tests. It counts what changes files below
// QUEQIAO_FAULT_DIR — write, fsync, rename, unlink — and at the call whose number is QUEQIAO_FAULT_AT does what QUEQIAO_FAULT says:
//
//   count  nothing; the number of calls is written to QUEQIAO_FAULT_REPORT when the process ends
//   kill   kills the process, as kill -9 does: what was written stays
//   cut    kills it as a power cut does: a file that was written since its last fsync goes back to what it held then, or becomes empty;
//          renames and unlinks since the last fsync of anything are undone, as a journal that was not committed would. Before any of it QUEQIAO_FAULT_REPORT
//          with .cut behind it is made: what others read of these files from then on nobody would have read
//   full   from here on every write answers "no space left on device"; with QUEQIAO_FAULT_FREED_BY until a file of that name is removed
//   clock  the time of day goes back by a minute each time it is read; what measures durations does not change
//
// With QUEQIAO_FAULT_ON=steps only calls outside the databases count: manifest, progress, CURRENT, directories. They are few among the writes of a build,
// and publishing consists of them.
//
// One lock around everything: slow, and right for many threads.
#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

template <class Function>
Function* real(const char* name) {
  return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

std::string content_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

struct State {
  std::mutex mutex;
  std::string directory = variable("QUEQIAO_FAULT_DIR"), what = variable("QUEQIAO_FAULT"), report = variable("QUEQIAO_FAULT_REPORT");
  std::string freed_by = variable("QUEQIAO_FAULT_FREED_BY");
  bool steps_only = variable("QUEQIAO_FAULT_ON") == "steps";
  long at = std::atol(variable("QUEQIAO_FAULT_AT").c_str()), calls = 0;
  // For `cut`.
  std::map<std::string, std::string> synced;  // path → content at its last fsync
  std::map<std::string, bool> dirty;          // path → written since
  struct Undo {
    std::string from, to, lost;  // a rename from → to over a file that held `lost`; an unlink where `to` is empty
    bool had = false;
  };
  std::vector<Undo> undo;  // since the last fsync of anything

  ~State() {
    if (!report.empty()) std::ofstream(report) << calls;
  }
};

State& state() {
  static State one;
  return one;
}

thread_local bool inside = false;  // our own calls do not count

struct Inside {
  Inside() { inside = true; }
  ~Inside() { inside = false; }
};

bool concerns(const std::string& path) {
  const std::string& directory = state().directory;
  return !directory.empty() && (path == directory || path.starts_with(directory + "/"));
}

std::string path_of(int descriptor) {
  char path[PATH_MAX];
  const ssize_t size = ::readlink(("/proc/self/fd/" + std::to_string(descriptor)).c_str(), path, sizeof path);
  return size <= 0 ? "" : std::string(path, static_cast<std::size_t>(size));
}

std::string absolute(int directory, const char* path) {
  if (path[0] == '/') return path;
  return (directory == AT_FDCWD ? fs::current_path().string() : path_of(directory)) + "/" + path;
}

void restore(const std::string& path, const std::string& content) {
  if (!fs::exists(fs::path(path).parent_path())) return;
  std::ofstream(path, std::ios::binary | std::ios::trunc) << content;
}

void cut_power() {
  State& s = state();
  if (!s.report.empty()) std::ofstream(s.report + ".cut").flush();
  for (const auto& [path, written] : s.dirty) {
    if (!written || !fs::exists(path)) continue;
    const auto was = s.synced.find(path);
    restore(path, was == s.synced.end() ? "" : was->second);
  }
  std::error_code ignored;
  std::reverse(s.undo.begin(), s.undo.end());
  for (const State::Undo& one : s.undo) {
    if (one.to.empty()) {
      if (one.had) restore(one.from, one.lost);
      continue;
    }
    fs::rename(one.to, one.from, ignored);
    if (one.had) restore(one.to, one.lost);
  }
}

bool in_database(const std::string& path) { return path.find("/shard-") != std::string::npos || path.find("/piece-") != std::string::npos; }

// Counts a call; true where it must fail with ENOSPC.
bool counted(const std::string& path, bool writes) {
  State& s = state();
  if (s.steps_only && in_database(path)) return s.what == "full" && writes && s.calls >= s.at;
  ++s.calls;
  if (s.what == "full") return writes && s.calls >= s.at;
  if (s.calls != s.at || (s.what != "kill" && s.what != "cut")) return false;
  if (s.what == "cut") cut_power();
  ::kill(::getpid(), SIGKILL);
  ::pause();
  return false;
}

void remember_sync(const std::string& path) {
  State& s = state();
  s.undo.clear();
  if (s.what != "cut" || !fs::is_regular_file(path)) return;
  s.synced[path] = content_of(path);
  s.dirty[path] = false;
}

// Whatever lay below `from` lies below `to` now.
template <class Map>
void rename_keys(Map& map, const std::string& from, const std::string& to) {
  std::vector<std::pair<std::string, typename Map::mapped_type>> moved;
  for (auto it = map.begin(); it != map.end();) {
    if (it->first == from || it->first.starts_with(from + "/")) {
      moved.emplace_back(to + it->first.substr(from.size()), std::move(it->second));
      it = map.erase(it);
    } else {
      ++it;
    }
  }
  for (auto& [key, value] : moved) map[key] = std::move(value);
}

template <class Call>
auto writing(int descriptor, Call&& call) -> decltype(call()) {
  if (inside) return call();
  const Inside guard;
  const std::string path = path_of(descriptor);
  if (!concerns(path)) return call();
  const std::lock_guard lock(state().mutex);
  if (counted(path, true)) {
    errno = ENOSPC;
    return -1;
  }
  State& s = state();
  if (s.what == "cut" && !s.synced.contains(path)) s.synced[path] = content_of(path);  // as an earlier process left it; empty where it is new
  s.dirty[path] = true;
  return call();
}

template <class Call>
int syncing(int descriptor, Call&& call) {
  if (inside) return call();
  const Inside guard;
  const std::string path = path_of(descriptor);
  if (!concerns(path)) return call();
  const std::lock_guard lock(state().mutex);
  counted(path, false);
  const int result = call();
  if (result == 0) remember_sync(path);
  return result;
}

template <class Call>
int unlinking(const std::string& path, Call&& call) {
  if (inside) return call();
  const Inside guard;
  if (!concerns(path)) return call();
  const std::lock_guard lock(state().mutex);
  counted(path, false);
  State& s = state();
  if (s.what == "cut" && fs::is_regular_file(path)) {
    const auto was = s.synced.find(path);
    s.undo.push_back({path, "", was == s.synced.end() ? content_of(path) : was->second, true});
    s.dirty.erase(path);
  }
  if (s.what == "full" && !s.freed_by.empty() && path.ends_with("/" + s.freed_by) && fs::exists(path)) s.what = "count";
  return call();
}

template <class Call>
int renaming(const std::string& from, const std::string& to, Call&& call) {
  if (inside) return call();
  const Inside guard;
  if (!concerns(from)) return call();
  const std::lock_guard lock(state().mutex);
  counted(from, false);
  State& s = state();
  if (s.what == "cut") {
    const bool had = fs::is_regular_file(to);
    s.undo.push_back({from, to, had ? content_of(to) : "", had});
    if (had) s.synced.erase(to), s.dirty.erase(to);
    rename_keys(s.synced, from, to);
    rename_keys(s.dirty, from, to);
  }
  return call();
}

}  // namespace

extern "C" {

// The other calls may be asked for the time before our state exists, so this one looks at the environment alone.
int clock_gettime(clockid_t clock, timespec* now) noexcept {
  static const auto real_call = real<int(clockid_t, timespec*)>("clock_gettime");
  static const bool backwards = variable("QUEQIAO_FAULT") == "clock";
  static std::atomic<long> readings = 0;
  const int answer = real_call(clock, now);
  if (backwards && clock == CLOCK_REALTIME) now->tv_sec -= 60 * ++readings;
  return answer;
}
int gettimeofday(timeval* now, void*) noexcept {
  timespec precise{};
  const int answer = clock_gettime(CLOCK_REALTIME, &precise);
  now->tv_sec = precise.tv_sec;
  now->tv_usec = precise.tv_nsec / 1000;
  return answer;
}
time_t time(time_t* now) noexcept {
  timespec precise{};
  clock_gettime(CLOCK_REALTIME, &precise);
  if (now != nullptr) *now = precise.tv_sec;
  return precise.tv_sec;
}

ssize_t write(int descriptor, const void* data, size_t size) {
  return writing(descriptor, [&] { return real<decltype(::write)>("write")(descriptor, data, size); });
}
ssize_t writev(int descriptor, const struct iovec* parts, int count) {
  return writing(descriptor, [&] { return real<decltype(::writev)>("writev")(descriptor, parts, count); });
}
ssize_t pwrite(int descriptor, const void* data, size_t size, off_t offset) {
  return writing(descriptor, [&] { return real<decltype(::pwrite)>("pwrite")(descriptor, data, size, offset); });
}
ssize_t pwrite64(int descriptor, const void* data, size_t size, off64_t offset) {
  return writing(descriptor, [&] { return real<decltype(::pwrite64)>("pwrite64")(descriptor, data, size, offset); });
}
int fsync(int descriptor) {
  return syncing(descriptor, [&] { return real<decltype(::fsync)>("fsync")(descriptor); });
}
int fdatasync(int descriptor) {
  return syncing(descriptor, [&] { return real<decltype(::fdatasync)>("fdatasync")(descriptor); });
}
int unlink(const char* path) noexcept {
  return unlinking(absolute(AT_FDCWD, path), [&] { return real<decltype(::unlink)>("unlink")(path); });
}
int unlinkat(int directory, const char* path, int flags) noexcept {
  return unlinking(absolute(directory, path), [&] { return real<decltype(::unlinkat)>("unlinkat")(directory, path, flags); });
}
int remove(const char* path) noexcept {
  return unlinking(absolute(AT_FDCWD, path), [&] { return real<decltype(::remove)>("remove")(path); });
}
int rename(const char* from, const char* to) noexcept {
  return renaming(absolute(AT_FDCWD, from), absolute(AT_FDCWD, to), [&] { return real<decltype(::rename)>("rename")(from, to); });
}
}
