// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/job_process.h"

#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <climits>
#include <ctime>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>
#include <string_view>

#include "corpus/store.h"

namespace corpus {
namespace {

constexpr std::string_view kProcess = "process ", kOn = " on ";
// Both times come from a wall clock that may have been set meanwhile; a number is not used again that soon.
constexpr std::time_t kSlack = 60;

std::string this_machine() {
  char name[HOST_NAME_MAX + 1] = {};
  ::gethostname(name, HOST_NAME_MAX);
  return name;
}

// When the machine was started; field `btime` of /proc/stat.
std::optional<std::time_t> machine_started() {
  std::ifstream stat("/proc/stat");
  for (std::string word; stat >> word;)
    if (std::time_t seconds = 0; word == "btime" && stat >> seconds) return seconds;
  return std::nullopt;
}

// proc(5): the second field of /proc/PID/stat is the name in parentheses, which may hold anything; the 22nd is the start, in ticks.
std::optional<std::time_t> started(pid_t process) {
  constexpr int kFieldsBetween = 19;
  const auto machine = machine_started();
  std::ifstream stat(fmt::format("/proc/{}/stat", process));
  const std::string text{std::istreambuf_iterator<char>(stat), {}};
  const std::size_t name_end = text.rfind(')');
  if (!machine || name_end == std::string::npos) return std::nullopt;
  std::istringstream fields(text.substr(name_end + 1));
  std::string skipped;
  for (int i = 0; i < kFieldsBetween; ++i) fields >> skipped;
  long long ticks = 0;
  if (!(fields >> ticks)) return std::nullopt;
  return *machine + static_cast<std::time_t>(ticks / ::sysconf(_SC_CLK_TCK));
}

std::optional<std::time_t> seconds_of(const std::string& iso) {
  std::tm parts{};
  if (::strptime(iso.c_str(), "%Y-%m-%dT%H:%M:%SZ", &parts) == nullptr) return std::nullopt;
  return ::timegm(&parts);
}

}  // namespace

std::string process_message(const std::string& subject, bool shared) {
  const std::string place = shared ? std::string(kOn) + this_machine() : "";
  return fmt::format("{}{}{}{}{}", kProcess, ::getpid(), place, subject.empty() ? "" : ": ", subject);
}

bool is_gone(const Job& job) {
  if (job.state != "running" || !job.message.starts_with(kProcess)) return false;
  pid_t process = 0;
  const char* end = job.message.data() + job.message.size();
  const char* after = std::from_chars(job.message.data() + kProcess.size(), end, process).ptr;
  if (process <= 0) return false;
  if (std::string_view place(after, end); place.starts_with(kOn)) {
    place.remove_prefix(kOn.size());
    if (place.substr(0, place.find(':')) != this_machine()) return false;
  }
  if (::kill(process, 0) != 0 && errno == ESRCH) return true;
  const auto begun = started(process), asked = seconds_of(job.started_at);
  return begun && asked && *begun > *asked + kSlack;
}

}  // namespace corpus
