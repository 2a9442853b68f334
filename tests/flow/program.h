// SPDX-License-Identifier: GPL-3.0-or-later
// Runs the built program as a person would: in a directory of its own, with an environment of its own, and keeps what it says.
#pragma once

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "world.h"

namespace program {

namespace fs = std::filesystem;
using Words = std::vector<std::string>;

inline std::string content_of(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::stringstream text;
  text << stream.rdbuf();
  return text.str();
}

inline void write(const fs::path& file, const std::string& text) { std::ofstream(file, std::ios::binary) << text; }

// Waits until `ready` says so; false after `limit`.
inline bool wait_until(const std::function<bool()>& ready, std::chrono::milliseconds limit,
                       std::chrono::milliseconds pause = std::chrono::milliseconds(20)) {
  const auto end = std::chrono::steady_clock::now() + limit;
  while (!ready()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(pause);
  }
  return true;
}

struct Said {
  int exit = -1;  // 128 + signal where one ended it
  std::string out, err;
  nlohmann::json json() const { return nlohmann::json::parse(out); }
};

// One process of the program; killed when the object goes. `through` is a program with its arguments that runs it in its own place, such as setpriv;
// it is looked for on the path.
class Process {
 public:
  Process(const Words& arguments, const fs::path& directory, const fs::path& out, const fs::path& err, const Words& environment,
          const Words& through = {}) {
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addchdir_np(&actions, directory.c_str());
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, out.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, err.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
    std::vector<char*> argv, envp;
    for (const std::string& word : through) argv.push_back(const_cast<char*>(word.c_str()));
    argv.push_back(const_cast<char*>(QUEQIAO_BINARY));
    for (const std::string& word : arguments) argv.push_back(const_cast<char*>(word.c_str()));
    for (const std::string& variable : environment) envp.push_back(const_cast<char*>(variable.c_str()));
    argv.push_back(nullptr);
    envp.push_back(nullptr);
    const int failed = posix_spawnp(&pid_, argv.front(), &actions, nullptr, argv.data(), envp.data());
    posix_spawn_file_actions_destroy(&actions);
    if (failed != 0) throw std::runtime_error("cannot start " + std::string(argv.front()));
  }
  ~Process() {
    if (pid_ < 0) return;
    send(SIGKILL);
    wait();
  }
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  void send(int signal) const { kill(pid_, signal); }

  int wait() {
    int status = 0;
    waitpid(pid_, &status, 0);
    pid_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }

 private:
  pid_t pid_ = -1;
};

// The sample corpus, imported or built as well, as this program makes it: made by the first test that asks, copied for the others. Making it takes 3 s of two
// processors, and some forty tests begin with it.
class KeptSample {
 public:
  // Whether `data` is a copy now.
  static bool copy_to(const fs::path& data, const std::string& stage) {
    if (!fs::exists(place(stage))) return false;
    fs::remove_all(data);
    fs::copy(place(stage), data, fs::copy_options::recursive);
    return true;
  }
  static void keep(const fs::path& data, const std::string& stage) {
    const fs::path mine = place(stage).string() + "." + std::to_string(getpid());
    fs::create_directories(mine.parent_path());
    for (const auto& one : fs::directory_iterator(mine.parent_path()))  // of programs before this one
      if (!one.path().filename().string().starts_with(key())) fs::remove_all(one.path());
    fs::copy(data, mine, fs::copy_options::recursive);
    std::error_code already_there;
    fs::rename(mine, place(stage), already_there);
    if (already_there) fs::remove_all(mine);
  }

 private:
  static std::string key() { return std::to_string(fs::last_write_time(QUEQIAO_BINARY).time_since_epoch().count()); }
  static fs::path place(const std::string& stage) { return fs::path(QUEQIAO_KEPT_SAMPLE) / (key() + "-" + stage); }
};

// A directory with a data directory `data` in it, and the program.
class Place {
 public:
  const fs::path& path() const { return directory_.path(); }
  fs::path data() const { return path() / "data"; }
  fs::path file(const std::string& name, const std::string& text) const {
    write(path() / name, text);
    return path() / name;
  }

  // Variables beyond PATH, such as "QUEQIAO_TOKEN=…".
  Words environment;
  // What runs the program; see Process.
  Words through;

  Said run(const Words& arguments) const { return run_bare(with_data(arguments)); }

  // Without --data.
  Said run_bare(const Words& arguments) const {
    ++runs_;
    Process process(arguments, path(), path() / "out", path() / "err", variables(), through);
    const int exit = process.wait();
    return {exit, content_of(path() / "out"), content_of(path() / "err")};
  }

  // In the background, writing to NAME.out and NAME.err.
  std::unique_ptr<Process> start(const std::string& name, const Words& arguments) const {
    ++runs_;
    return std::make_unique<Process>(with_data(arguments), path(), path() / (name + ".out"), path() / (name + ".err"), variables(), through);
  }

  void import(const std::string& lines) const {
    const Said said = run({"import", file("given.jsonl", lines).string()});
    INFO(said.err);
    REQUIRE(said.exit == 0);
  }

  void import_sample() const {
    if (!as_ever() || fs::exists(data()) || !KeptSample::copy_to(data(), "imported")) {
      const bool first = !fs::exists(data());
      Words words{"import"};
      for (const char* name : {"enterprises", "achievements", "needs", "experts"}) words.push_back(sample(name));
      const Said said = run(words);
      INFO(said.err);
      REQUIRE(said.exit == 0);
      if (!as_ever() || !first) return;
      KeptSample::keep(data(), "imported");
    }
    sample_since_ = runs_;
  }

  // The sample corpus with a third of its needs, which one of the first three begins: for what matches or coaches all of them several times.
  void import_third_of_needs(std::size_t first = 0) const {
    std::istringstream all(content_of(sample("needs")));
    std::string third;
    std::size_t number = 0;
    for (std::string line; std::getline(all, line); ++number)
      if (number % 3 == first) third += line + "\n";
    const Said said = run({"import", sample("enterprises"), sample("achievements"), sample("experts"), file("third.jsonl", third).string()});
    INFO(said.err);
    REQUIRE(said.exit == 0);
  }

  void build() const {
    const bool of_sample = as_ever() && sample_since_ == runs_;
    if (of_sample && KeptSample::copy_to(data(), "built")) return;
    const Said said = run({"index", "build"});
    INFO(said.err);
    REQUIRE(said.exit == 0);
    if (of_sample) KeptSample::keep(data(), "built");
  }

  static std::string sample(const std::string& name) { return std::string(QUEQIAO_SOURCE_DIR) + "/corpus/sample/" + name + ".jsonl"; }

 private:
  Words with_data(const Words& arguments) const {
    Words all{"--data", data().string()};
    all.insert(all.end(), arguments.begin(), arguments.end());
    return all;
  }
  Words variables() const {
    Words all{"PATH=/usr/bin:/bin", "LANG=C.UTF-8", "TMPDIR=" + path().string()};
    all.insert(all.end(), environment.begin(), environment.end());
    return all;
  }

  // Nothing that could make the sample's store or index another one.
  bool as_ever() const { return environment.empty() && through.empty() && !fs::exists(path() / "queqiao.toml"); }

  world::Directory directory_;
  mutable int runs_ = 0;           // of the program
  mutable int sample_since_ = -1;  // as many there were when the data directory held the sample and nothing else
};

// A service on a free port.
class Service {
 public:
  explicit Service(const Place& place, Words more = {}) : place_(place) {
    Words words{"serve", "--port", "0", "--json"};
    words.insert(words.end(), more.begin(), more.end());
    process_ = place.start("serve", words);
    const bool up = wait_until([&] { return content_of(place.path() / "serve.out").ends_with("\n"); }, std::chrono::seconds(20));
    INFO(content_of(place.path() / "serve.err"));
    REQUIRE(up);
    address_ = nlohmann::json::parse(content_of(place.path() / "serve.out"))["address"];
  }

  const std::string& address() const { return address_; }
  int port() const { return std::stoi(address_.substr(address_.rfind(':') + 1)); }
  std::string log() const { return content_of(place_.path() / "serve.err"); }

  // SIGTERM and the exit code.
  int stop() {
    process_->send(SIGTERM);
    return process_->wait();
  }

 private:
  const Place& place_;
  std::unique_ptr<Process> process_;
  std::string address_;
};

}  // namespace program
