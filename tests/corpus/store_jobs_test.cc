// SPDX-License-Identifier: GPL-3.0-or-later
// Jobs that are asked for, taken, cancelled, and what they say.
#include "corpus/job_pace.h"
#include "store_world.h"

namespace store_world::store_jobs_test {

STORE_TEST("a job that was asked for waits until it is taken, the oldest of the kind first, and by one only") {
  auto store = open_store(dir), other = open_store(dir);
  const Job first = must(store->ask_job("build", "{\"shards\":2}", "张三"));
  CHECK(first.state == "waiting");
  must(store->ask_job("build", "{}", "李四"));
  must(store->ask_job("backup", "{}", "李四"));
  CHECK_FALSE(must(store->take_job({"import"})));
  CHECK_FALSE(must(store->take_job({})));
  const auto taken = must(other->take_job({"build"}));
  REQUIRE(taken);
  CHECK(taken->id == first.id);
  CHECK(taken->state == "running");
  CHECK(taken->options == "{\"shards\":2}");
  CHECK(taken->asked_by == "张三");
  CHECK(must(store->job(first.id)).state == "running");
  CHECK(must(store->take_job({"build"}))->id == "J-000002");
  CHECK_FALSE(must(store->take_job({"build"})));
  CHECK(must(store->take_job({"build", "backup"}))->id == "J-000003");
}

STORE_TEST("many takers at once share the jobs without taking one twice") {
  constexpr int kJobs = 12, kTakers = 4;
  auto store = open_store(dir);
  for (int i = 0; i < kJobs; ++i) must(store->ask_job("build", "{}", "x"));
  std::vector<std::vector<std::string>> taken(kTakers);
  {
    std::vector<std::jthread> threads;
    for (auto& mine : taken)
      threads.emplace_back([&mine, own = open_store(dir)] {
        for (auto job = own->take_job({"build"}); job && *job; job = own->take_job({"build"})) mine.push_back((*job)->id);
      });
  }
  std::set<std::string> all;
  std::size_t count = 0;
  for (const auto& mine : taken) all.insert(mine.begin(), mine.end()), count += mine.size();
  CHECK(count == kJobs);
  CHECK(all.size() == kJobs);
}

STORE_TEST("cancelling ends a job that waits and is noted for one that runs") {
  auto store = open_store(dir);
  const Job waiting = must(store->ask_job("build", "{}", "x"));
  CHECK(must(store->ask_cancel(waiting.id)).state == "cancelled");
  CHECK(must(store->job(waiting.id)).finished_at.size() == 20);
  CHECK_FALSE(must(store->take_job({"build"})));
  CHECK(error_of(store->ask_cancel(waiting.id)).code == ErrorCode::conflict);

  Job running = must(store->start_job("build"));
  CHECK_FALSE(must(store->cancel_asked(running.id)));
  CHECK(must(store->ask_cancel(running.id)).state == "running");
  CHECK(must(store->cancel_asked(running.id)));
  running.state = "cancelled";
  must(store->update_job(running));
  CHECK(must(store->job(running.id)).finished_at.size() == 20);
  CHECK(error_of(store->ask_cancel(running.id)).code == ErrorCode::conflict);

  for (const char* unknown : {"J-000009", "", "'; drop table job; --"}) {
    CHECK(error_of(store->ask_cancel(unknown)).code == ErrorCode::not_found);
    CHECK(error_of(store->cancel_asked(unknown)).code == ErrorCode::not_found);
    CHECK(error_of(store->job(unknown)).code == ErrorCode::not_found);
    CHECK(error_of(store->add_job_lines(unknown, {"x"})).code == ErrorCode::not_found);
    CHECK(must(store->job_log(unknown)).empty());
  }
}

STORE_TEST("a job's log keeps its last thousand lines, each of a bearable length and of text") {
  auto store = open_store(dir);
  const Job job = must(store->start_job("build")), other = must(store->start_job("build"));
  must(store->add_job_lines(other.id, {"another"}));
  std::vector<std::string> lines;
  for (int i = 0; i < 1200; ++i) lines.push_back(fmt::format("line {}", i));
  must(store->add_job_lines(job.id, lines));
  must(store->add_job_lines(job.id, {std::string(5000, 'x'), std::string("a\0b\xff", 4)}));
  const auto log = must(store->job_log(job.id));
  REQUIRE(log.size() == 1000);
  CHECK(log[0].line == "line 202");
  CHECK(log[0].at.size() == 20);
  CHECK(log[998].line == std::string(1000, 'x') + "...");
  CHECK(log[999].line == "a b\xEF\xBF\xBD");
  CHECK(must(store->job_log(other.id)).size() == 1);
}

STORE_TEST("the rate is counted from the beginning of a phase") {
  auto store = open_store(dir);
  Job job = must(store->start_job("build"));
  job.phase = "read", job.done = 500, job.total = 1000;  // 500 were done already
  must(store->update_job(job));
  Job seen = must(store->job(job.id));
  CHECK(seen.phase_done == 0);
  CHECK_FALSE(rate_of(seen));
  std::this_thread::sleep_for(20ms);
  job.done = 600;
  must(store->update_job(job));
  seen = must(store->job(job.id));
  CHECK(seen.phase_done == 100);
  CHECK(seen.phase_seconds > 0);
  job.phase = "merge", job.done = 0, job.total = 3;
  must(store->update_job(job));
  CHECK(must(store->jobs(1)).front().phase_done == 0);
}

STORE_TEST("of the jobs that have ended the newest thousand stay, and none that waits or runs goes") {
  auto store = open_store(dir);
  std::string jobs, work, lines;
  const auto add = [&](int number, const char* state) {
    const char* comma = jobs.empty() ? "" : ", ";
    jobs += fmt::format("{}('J-{:06}', 'build', '{}', '', 0, 0, '2026-03-05T08:00:00Z', '', '')", comma, number, state);
    work += fmt::format("{}('J-{:06}', '', '', 0, 0, 0, 0)", comma, number);
    lines += fmt::format("{}('J-{:06}', 1, '2026-03-05T08:00:00Z', 'x')", comma, number);
  };
  add(1, "waiting"), add(2, "running"), add(3, "failed"), add(4, "done"), add(5, "cancelled");
  for (int number = 999'002; number < 1'000'002; ++number) add(number, "done");  // ids grow by a digit among these
  dir.tamper("insert into job (id, kind, state, phase, done, total, started_at, finished_at, message) values " + jobs);
  dir.tamper("insert into job_work (id, options, asked_by, cancel_asked, phase_ms, phase_base, reported_ms) values " + work);
  dir.tamper("insert into job_log (job, number, at, line) values " + lines);
  dir.tamper("update counter set value = 1000001 where name = 'store.job'");

  CHECK(must(store->ask_job("build", "{}", "x")).id == "J-1000002");
  for (const char* gone : {"J-000003", "J-000004", "J-000005"}) {
    CHECK(error_of(store->job(gone)).code == ErrorCode::not_found);
    CHECK(must(store->job_log(gone)).empty());
  }
  for (const char* kept : {"J-000001", "J-000002", "J-999002", "J-1000001"}) {
    CHECK(must(store->job(kept)).id == kept);
    CHECK(must(store->job_log(kept)).size() == 1);
  }
  CHECK(must(store->jobs(5000)).size() == 1003);

  Job another = must(store->start_job("build"));
  CHECK(must(store->jobs(5000)).size() == 1004);
  another.state = "done";
  must(store->update_job(another));
  must(store->start_job("build"));
  CHECK(error_of(store->job("J-999002")).code == ErrorCode::not_found);
  CHECK(must(store->jobs(5000)).size() == 1004);
}

STORE_TEST("jobs that run are listed first and those that wait next, however many have ended since") {
  auto store = open_store(dir);
  const Job build = must(store->start_job("build"));
  const Job asked = must(store->ask_job("build", "{}", "x"));
  for (int i = 0; i < 5; ++i) {
    Job import = must(store->start_job("import"));
    import.state = "done";
    must(store->update_job(import));
  }
  const auto listed = [&](std::size_t limit) {
    std::string ids;
    for (const Job& job : must(store->jobs(limit))) ids += job.id + " ";
    return ids;
  };
  CHECK(listed(1) == build.id + " ");
  CHECK(listed(4) == build.id + " " + asked.id + " J-000007 J-000006 ");
  CHECK(listed(50) == build.id + " " + asked.id + " J-000007 J-000006 J-000005 J-000004 J-000003 ");
  must(store->ask_job("build", "{}", "x"));
  CHECK(listed(3) == build.id + " J-000008 " + asked.id + " ");
}

STORE_TEST("a job that says it runs and is gone stands among those that have ended") {
  auto store = open_store(dir);
  must(store->start_job("import"));
  dir.tamper("update job set message = 'process 999999999: x'");
  Job later = must(store->start_job("import"));
  later.state = "done";
  must(store->update_job(later));
  const auto jobs = must(store->jobs(5));
  REQUIRE(jobs.size() == 2);
  CHECK(jobs[0].id == later.id);
  CHECK(jobs[1].unended);
  CHECK(must(store->jobs(1)).front().id == later.id);
}

STORE_TEST("a job that cannot be done yet is left waiting") {
  auto store = open_store(dir);
  int asked = 0;
  const auto later = [&] {
    ++asked;
    return false;
  };
  CHECK_FALSE(must(store->take_job({"build"}, later)));
  CHECK(asked == 0);
  const Job job = must(store->ask_job("build", "{}", "x"));
  CHECK_FALSE(must(store->take_job({"build"}, later)));
  CHECK(asked == 1);
  CHECK(must(store->job(job.id)).state == "waiting");
  CHECK(must(store->take_job({"build"}, [] { return true; }))->id == job.id);
}

TEST_CASE("pace: rate and remaining time of a running job") {
  Job job;
  job.state = "running", job.done = 300, job.total = 900, job.phase_done = 200, job.phase_seconds = 2;
  CHECK(rate_of(job) == 100.0);
  CHECK(remaining_seconds(job) == 6.0);
  job.total = 0;
  CHECK_FALSE(remaining_seconds(job));
  job.state = "done";
  CHECK_FALSE(rate_of(job));
}

TEST_CASE("a job says what it counts, by kind and phase") {
  Job job;
  job.kind = "build";
  CHECK(unit_of(job).empty());
  job.phase = "read";
  CHECK(unit_of(job) == "records");
  job.phase = "train";
  CHECK(unit_of(job) == "epochs");
  job.kind = "import", job.phase = "read";
  CHECK(unit_of(job) == "B");
  job.kind = "other";
  CHECK(unit_of(job).empty());
}

STORE_TEST("a database from before jobs had logs is read as it is, keeps its jobs and gets the tables when written") {
  {
    auto store = open_store(dir);
    Job job = must(store->start_job("build"));
    job.state = "done", job.message = "gen-000001: 3 documents";
    must(store->update_job(job));
  }
  for (const char* statement : {"drop table job_work", "drop table job_log", "update meta set value = '2' where key = 'schema_version'"})
    dir.tamper(statement);
  {
    const auto store = open_read_only(dir);
    CHECK(must(store->job("J-000001")).message == "gen-000001: 3 documents");
    CHECK(must(store->jobs(5)).size() == 1);
    CHECK(must(store->job_log("J-000001")).empty());
  }
  auto store = open_store(dir);
  CHECK(must(store->job("J-000001")).asked_by == "");
  must(store->add_job_lines("J-000001", {"late"}));
  CHECK(must(store->job_log("J-000001")).size() == 1);
  CHECK(must(store->ask_job("build", "{}", "x")).id == "J-000002");
}

}  // namespace store_world::store_jobs_test
