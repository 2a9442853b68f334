// SPDX-License-Identifier: GPL-3.0-or-later
// parse → validate → put, for files (Importer) and for single records (submit).
//
// A record's status is kept beside its body, never in it: a reviewer's word changes the one without touching the other, so an equal body
// stays an equal hash.
#include "corpus/intake.h"

#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <nlohmann/json.hpp>
#include <optional>
#include <unordered_map>

#include "corpus/json_text.h"
#include "corpus/record_json.h"
#include "corpus/rejects_file.h"
#include "corpus/validation.h"
#include "corpus/words_on_pair.h"

namespace corpus {
namespace {

using json = nlohmann::json;

constexpr std::int64_t kKeptWarnings = 1000;
constexpr std::int64_t kRowsBetweenProgress = 500;

// Takes status and body out of a record that validation accepted.
NewRecord to_put(Record& record, std::string_view default_status, const std::string& by) {
  Common& common = common_of(record);
  NewRecord out;
  out.id = id_of(record);
  out.kind = kind_of(record);
  out.status = common.status.empty() ? std::string(default_status) : common.status;
  out.visibility = common.visibility;
  out.by = by;
  common.status.clear();
  out.body = to_json_text(record);
  return out;
}

// "an achievement", "a need".
std::string one_of_kind(Kind kind) { return (kind == Kind::need ? "a " : "an ") + std::string(to_string(kind)); }

// What is said of a match is for pairs that a match can show: two of one kind, or two of needs, results and experts (search/matcher.h has the directions).
// Anything may be taken back, such as what was written down before this was asked.
Result<void> check_said(std::string_view verdict, Kind subject, Kind object) {
  if (subject == object || verdict == "withdrawn") return {};
  const std::string both = fmt::format("{} and {}", one_of_kind(subject), one_of_kind(object));
  if (about_sameness(verdict)) return fail(ErrorCode::invalid_argument, "verdict", both + " cannot be the same record", "compare records of one kind");
  if (subject != Kind::enterprise && object != Kind::enterprise) return {};
  return fail(ErrorCode::invalid_argument, "verdict", both + " are not matched with each other", "decide on a result or an expert of the enterprise");
}

std::string options_text(const ImportOptions& options, const std::string& encoding) {
  nlohmann::ordered_json out = nlohmann::ordered_json::object();
  out["map"] = options.read.rename;
  out["set"] = options.read.set;
  out["title_from"] = options.read.title_from;
  out["encoding"] = encoding;
  out["kind"] = options.read.kind ? std::string(to_string(*options.read.kind)) : std::string();
  out["strict"] = options.strict;
  return out.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

std::string rejects_name(const std::string& path, const ImportOptions& options) {
  if (!options.rejects_file.empty()) return options.rejects_file;
  return (path == "-" ? "stdin" : path) + ".rejects.jsonl";
}

// Under which keys foreign files often keep what a field of ours is for. Read as ours only where a person says so, with --map.
struct LikelyName {
  std::string_view theirs, ours;
};
constexpr LikelyName kLikelyNames[] = {
    {"abstract", "summary"}, {"description", "summary"}, {"content", "summary"}, {"name", "title"},    {"subject", "title"},   {"headline", "title"},
    {"description", "problem"}, {"abstract", "problem"}, {"uid", "id"},          {"identifier", "id"}, {"number", "id"},       {"title", "name"},
    {"full_name", "name"},   {"description", "profile"}, {"interests", "research"},
};

// One import, from the first row to the last.
class Importer {
 public:
  Importer(Store& store, const Vocabularies& vocabularies, const FurtherCheck& further, const std::string& path, const ImportOptions& options,
           const std::function<void(const Progress&)>& progress)
      : store_(store), vocabularies_(vocabularies), further_(further), path_(path), options_(options), progress_(progress) {}

  Result<ImportReport> run() {
    auto reader = open_reader(path_, options_.read, vocabularies_);
    if (!reader) return std::unexpected(reader.error());
    reader_ = std::move(*reader);
    if (auto begun = begin(); !begun) return std::unexpected(begun.error());
    auto imported = rows();
    auto finished = finish();
    if (!imported) return std::unexpected(with_report(imported.error()));
    if (!finished) return std::unexpected(with_report(finished.error()));
    return std::move(report_);
  }

 private:
  struct Waiting {
    NewRecord record;
    Row row;  // without its object; what a rejection still needs
    bool incomplete = false;
  };
  struct Seen {
    std::size_t line = 0;
    std::size_t hash = 0;
  };

  Result<void> begin() {
    if (options_.dry_run) return {};
    // Before the first write: an import that cannot keep what it rejects must not begin.
    auto rejects = RejectsFile::create(rejects_name(path_, options_), path_);
    if (!rejects) return std::unexpected(rejects.error());
    rejects_.emplace(std::move(*rejects));
    auto batch = store_.begin_batch(path_, options_text(options_, reader_->encoding()));
    if (!batch) return std::unexpected(batch.error());
    report_.batch = *batch;
    return {};
  }

  Result<void> rows() {
    while (true) {
      auto row = reader_->next();
      if (!row) {
        if (auto flushed = flush(); !flushed) return flushed;
        return std::unexpected(row.error());
      }
      if (!*row) break;
      if (auto taken = take(std::move(**row)); !taken) return taken;
      if (waiting_.size() >= std::max<std::size_t>(options_.batch_size, 1))
        if (auto flushed = flush(); !flushed) return flushed;
      if (report_.rows % kRowsBetweenProgress == 0) tell();
    }
    return flush();
  }

  Result<void> take(Row row) {
    ++report_.rows;
    Diagnostics found = std::move(row.diagnostics);
    row.diagnostics.clear();
    if (!row.object) return reject(row, std::move(found));
    Record record = record_from_json(*row.object, found);
    if (has_errors(found)) return reject(row, std::move(found));
    std::ranges::move(validate(record, vocabularies_, {.strict = options_.strict}), std::back_inserter(found));
    note_likely_names(common_of(record).extra, found);
    if (has_errors(found)) return reject(row, std::move(found));
    if (further_) std::ranges::move(further_(record), std::back_inserter(found));
    const bool incomplete = !common_of(record).incomplete.empty();
    NewRecord put = to_put(record, "published", options_.by);
    put.batch = report_.batch;
    if (const auto first = seen_.find(put.id); first != seen_.end()) return repeated(row, put, first->second, std::move(found));
    seen_.emplace(put.id, Seen{row.location.line, hash_of(put)});
    keep(row, std::move(found));
    row.object.reset();
    waiting_.push_back({std::move(put), std::move(row), incomplete});
    return {};
  }

  void note_likely_names(const std::map<std::string, std::string>& unknown, const Diagnostics& found) {
    if (unknown.empty()) return;
    for (const auto& [theirs, ours] : kLikelyNames) {
      const bool lacks = std::ranges::any_of(found, [&](const Diagnostic& one) { return one.code == "missing" && one.field == ours; });
      if (lacks && unknown.contains(std::string(theirs))) ++report_.likely_names[{std::string(theirs), std::string(ours)}];
    }
  }

  static std::size_t hash_of(const NewRecord& record) { return std::hash<std::string>()(record.status + '\n' + record.body); }

  // Two rows under one id: the same twice is harmless, else nobody knows which one counts, so the first stays.
  Result<void> repeated(const Row& row, const NewRecord& record, const Seen& first, Diagnostics found) {
    if (first.hash == hash_of(record)) {
      ++report_.unchanged;
      keep(row, std::move(found));
      return {};
    }
    found.push_back({Severity::error,
                     "duplicate_id",
                     "id",
                     fmt::format("id \"{}\" stands twice in this file, with different content", record.id),
                     "keep one of the rows, or give the second an id of its own",
                     {},
                     {}});
    found.push_back(
        {Severity::note, "duplicate_id", "id", fmt::format("id \"{}\" stands here first", record.id), "", {path_, first.line, 0}, {}});
    return reject(row, std::move(found));
  }

  Result<void> reject(const Row& row, Diagnostics found) {
    ++report_.rejected;
    std::vector<std::string> reasons;
    for (const Diagnostic& diagnostic : found)
      if (diagnostic.severity == Severity::error) reasons.push_back(diagnostic.message);
    keep(row, std::move(found));
    return rejects_ ? rejects_->add(row, reasons) : Result<void>();
  }

  void keep(const Row& row, Diagnostics found) {
    for (Diagnostic& diagnostic : found) {
      locate(diagnostic, row);
      if (diagnostic.severity == Severity::error) ++report_.errors;
      const bool warning = diagnostic.severity == Severity::warning;
      if (warning && ++report_.warnings > kKeptWarnings) continue;
      report_.diagnostics.push_back(std::move(diagnostic));
    }
  }

  Result<void> flush() {
    if (waiting_.empty()) return {};
    auto present = present_records();
    if (!present) return std::unexpected(present.error());
    if (auto refused = refuse_other_kinds(*present); !refused) return refused;
    auto results = options_.dry_run ? Result<std::vector<PutResult>>(foresee(*present)) : put();
    if (!results) return std::unexpected(results.error());
    for (std::size_t i = 0; i < results->size(); ++i) {
      const PutResult& result = (*results)[i];
      report_.added += result.outcome == PutOutcome::added;
      report_.changed += result.outcome == PutOutcome::changed;
      report_.unchanged += result.outcome == PutOutcome::unchanged;
      report_.incomplete += waiting_[i].incomplete;
      report_.seq = std::max(report_.seq, result.seq);
    }
    waiting_.clear();
    return {};
  }

  using Present = std::unordered_map<std::string, StoredRecord>;
  Result<Present> present_records() {
    std::vector<std::string> ids;
    for (const Waiting& one : waiting_) ids.push_back(one.record.id);
    auto found = store_.get_many(ids);
    if (!found) return std::unexpected(found.error());
    Present present;
    for (StoredRecord& record : *found) {
      record.body.clear();  // its hash says enough
      present.emplace(record.id, std::move(record));
    }
    return present;
  }

  // The store would refuse the whole batch for one of them.
  Result<void> refuse_other_kinds(const Present& present) {
    std::vector<Waiting> good;
    for (Waiting& one : waiting_) {
      const auto it = present.find(one.record.id);
      if (it == present.end() || it->second.kind == one.record.kind) {
        good.push_back(std::move(one));
        continue;
      }
      // The row was read well, so it goes to the rejects as its fields.
      one.row.object = json::object();
      Diagnostics found{{Severity::error,
                         "id_taken",
                         "id",
                         fmt::format("id \"{}\" belongs to a record of kind {} already", one.record.id, to_string(it->second.kind)),
                         "give the record an id of its own",
                         {},
                         {}}};
      seen_.erase(one.record.id);
      if (auto rejected = reject(one.row, std::move(found)); !rejected) return rejected;
    }
    waiting_ = std::move(good);
    return {};
  }

  Result<std::vector<PutResult>> put() {
    std::vector<NewRecord> records;
    for (Waiting& one : waiting_) records.push_back(std::move(one.record));
    return store_.put(records);
  }

  // What put() would answer.
  std::vector<PutResult> foresee(const Present& present) const {
    std::vector<PutResult> results;
    for (const Waiting& one : waiting_) {
      const auto it = present.find(one.record.id);
      const bool same = it != present.end() && it->second.hash == content_hash(one.record.body) && it->second.status == one.record.status &&
                        it->second.visibility == one.record.visibility;
      results.push_back({it == present.end() ? PutOutcome::added : same ? PutOutcome::unchanged : PutOutcome::changed, 0});
    }
    return results;
  }

  Result<void> finish() {
    tell();
    report_.remarks = reader_->remarks();
    if (options_.dry_run) return {};
    auto rejects = rejects_->finish();
    if (rejects) report_.rejects_file = *rejects;
    const Batch batch{.id = report_.batch,
                      .source = path_,
                      .options = {},
                      .started_at = {},
                      .finished_at = utc_now(),
                      .added = report_.added,
                      .changed = report_.changed,
                      .unchanged = report_.unchanged,
                      .rejected = report_.rejected};
    auto finished = store_.finish_batch(batch);
    if (!rejects) return std::unexpected(rejects.error());
    return finished;
  }

  void tell() const {
    if (progress_) progress_({reader_->bytes_read(), reader_->bytes_total(), report_.rows});
  }

  Error with_report(Error error) const {
    error.message += fmt::format("; before that {} rows were read: {} added, {} changed, {} unchanged, {} rejected", report_.rows,
                                 report_.added, report_.changed, report_.unchanged, report_.rejected);
    return error;
  }

  Store& store_;
  const Vocabularies& vocabularies_;
  const FurtherCheck& further_;
  const std::string& path_;
  const ImportOptions& options_;
  const std::function<void(const Progress&)>& progress_;
  std::unique_ptr<RecordReader> reader_;
  std::optional<RejectsFile> rejects_;
  std::unordered_map<std::string, Seen> seen_;  // grows with the file, about 100 bytes a record
  std::vector<Waiting> waiting_;
  ImportReport report_;
};

// ---- single records

std::string_view id_letters(Kind kind) {
  switch (kind) {
    case Kind::achievement: return "CG";  // 成果
    case Kind::need: return "XQ";         // 需求
    case Kind::expert: return "ZJ";       // 专家
    case Kind::enterprise: return "QY";   // 企业
    case Kind::decision: return "JD";     // 决定
  }
  return "CG";
}

// The day as the people here call it, 20260305; numbers on paper follow the wall clock, not UTC.
std::string wall_clock_day() {
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  localtime_r(&now, &local);
  return fmt::format("{:04}{:02}{:02}", local.tm_year + 1900, local.tm_mon + 1, local.tm_mday);
}

// Reads and validates; an id may still be missing. Errors go to `diagnostics`.
Record read_record(const json& object, const Vocabularies& vocabularies, Diagnostics& diagnostics) {
  if (!object.is_object() || nested_over(object, kMaxNesting)) {
    diagnostics.push_back({Severity::error,
                           object.is_object() ? "too_deep" : "not_an_object",
                           "",
                           object.is_object() ? fmt::format("nested more than {} levels deep", kMaxNesting) : "a record is a JSON object",
                           "",
                           {},
                           {}});
    return Achievement{};
  }
  const std::size_t before = diagnostics.size();
  Record record = record_from_json(object, diagnostics);
  const bool readable = std::none_of(diagnostics.begin() + static_cast<std::ptrdiff_t>(before), diagnostics.end(),
                                     [](const Diagnostic& d) { return d.field == "kind" && d.severity == Severity::error; });
  if (!readable) return record;
  const bool unnamed = id_of(record).empty();
  if (unnamed) set_id(record, "-");  // stands in while the rules look at the rest
  std::ranges::move(validate(record, vocabularies), std::back_inserter(diagnostics));
  if (unnamed) set_id(record, "");
  return record;
}

// Writes a record that must be new; one without an id is given the next free one of its kind and day, which `put` then has.
Result<Seq> put_new(Store& store, Record record, NewRecord& put) {
  put.must_be_new = true;
  const bool unnamed = id_of(record).empty();
  const std::string counter = fmt::format("{}-{}", id_letters(kind_of(record)), wall_clock_day());
  // A number may be taken by an imported record; the next one is tried, but not forever.
  for (int attempt = 0; attempt < 100; ++attempt) {
    if (unnamed) {
      const auto next = store.next_number(counter);
      if (!next) return std::unexpected(next.error());
      set_id(record, fmt::format("{}-{:04}", counter, *next));
      put.id = id_of(record);
      put.body = to_json_text(record);
    }
    const auto result = store.put({put});
    if (!result && result.error().code == ErrorCode::conflict && unnamed) continue;
    if (!result) return std::unexpected(result.error());
    return result->front().seq;
  }
  return fail(ErrorCode::conflict, "id", "no free number was found for this record", "send it with an id of its own");
}

// Only what is on its way to publication can be published or refused.
Result<void> check_waiting(const Store& store, const std::string& id) {
  const auto stored = store.get(id);
  if (!stored) return std::unexpected(stored.error());
  if (!*stored) return fail(ErrorCode::not_found, id, "there is no record with this id", "");
  const std::string& status = (*stored)->status;
  if (status == "submitted" || status == "formal_ok" || status == "dept_ok") return {};
  return fail(ErrorCode::conflict, id, fmt::format("the record is {}, it does not wait for a review", status),
              "only a submitted record can be reviewed");
}

}  // namespace

Result<ImportReport> Intake::import_file(const std::string& path, const ImportOptions& options,
                                         const std::function<void(const Progress&)>& progress) {
  return Importer(store_, vocabularies_, further_, path, options, progress).run();
}

Result<Submission> Intake::submit(const json& object, const std::string& by, Diagnostics& diagnostics) {
  Record record = read_record(object, vocabularies_, diagnostics);
  if (has_errors(diagnostics)) return fail(ErrorCode::refused, "", "the record has errors", "see the diagnostics");
  if (kind_of(record) == Kind::decision)
    return fail(ErrorCode::refused, "kind", "a decision is recorded where it is made, not handed in",
                "send it as a decision about a match");
  if (further_) std::ranges::move(further_(record), std::back_inserter(diagnostics));
  common_of(record).status.clear();  // what is handed in waits, whatever it says of itself
  const std::string day = wall_clock_day();
  const auto number = store_.next_number("receipt-" + day);
  if (!number) return std::unexpected(number.error());
  const std::string receipt = fmt::format("QQ-{}-{:06}", day, *number);
  NewRecord put = to_put(record, "submitted", by);
  put.receipt = receipt;
  std::vector<std::string> incomplete = common_of(record).incomplete;
  const auto seq = put_new(store_, std::move(record), put);
  if (!seq) return std::unexpected(seq.error());
  return Submission{receipt, put.id, *seq, put.status, std::move(incomplete), diagnostics};
}

Result<Submission> Intake::decide(Decision decision, Diagnostics& diagnostics) {
  std::optional<Kind> kinds[2];
  const std::string* ids[] = {&decision.subject_id, &decision.object_id};
  for (int i = 0; i < 2; ++i) {
    const auto stored = store_.get(*ids[i]);
    if (!stored) return std::unexpected(stored.error());
    if (!*stored) return fail(ErrorCode::not_found, *ids[i], "there is no record with this id", "");
    kinds[i] = (*stored)->kind;
    if (kinds[i] == Kind::decision)
      return fail(ErrorCode::invalid_argument, *ids[i], "this is a decision, and nothing is decided about decisions", "withdraw it: decide withdrawn on its pair");
  }
  if (decision.subject_id == decision.object_id)
    return fail(ErrorCode::invalid_argument, "object_id", "a decision is about two records, not one and itself", "give the id of the other record");
  decision.at = utc_now();
  decision.common.visibility = "restricted";  // what one person thinks of another's record is not for everyone
  const std::string by = decision.by;
  Record record = read_record(nlohmann::json::parse(to_json_text(Record(std::move(decision)))), vocabularies_, diagnostics);
  if (has_errors(diagnostics)) return fail(ErrorCode::refused, "", "the decision has errors", "see the diagnostics");
  if (auto may = check_said(std::get<Decision>(record).verdict, *kinds[0], *kinds[1]); !may) return std::unexpected(may.error());  // as read: it may be a label
  // Nobody would ever see it: it teaches nothing, and whoever gave it meant to dismiss. Files of older decisions may have one, and are read as they are.
  if (const auto& read = std::get<Decision>(record); read.verdict != "dismissed" && !read.reason.empty())
    return fail(ErrorCode::invalid_argument, "reason", fmt::format("a reason says why a match is dismissed, and this decision is {}", read.verdict),
                "leave it out, write a note, or decide dismissed");
  NewRecord put = to_put(record, "published", by);
  const auto seq = put_new(store_, std::move(record), put);
  if (!seq) return std::unexpected(seq.error());
  return Submission{"", put.id, *seq, put.status, {}, diagnostics};
}

Result<Seq> Intake::publish(const std::string& id, const std::string& by) {
  if (auto waiting = check_waiting(store_, id); !waiting) return std::unexpected(waiting.error());
  return store_.set_status(id, "published", "", by);
}

Result<Seq> Intake::refuse(const std::string& id, const std::string& reason, const std::string& by) {
  if (reason.find_first_not_of(" \t\r\n") == std::string::npos)
    return fail(ErrorCode::invalid_argument, "reason", "a refusal needs a reason", "say what the record lacks");
  if (auto waiting = check_waiting(store_, id); !waiting) return std::unexpected(waiting.error());
  return store_.set_status(id, "formal_rejected", reason, by);
}

Result<Record> Intake::draft(const json& object, Diagnostics& diagnostics) const {
  Record record = read_record(object, vocabularies_, diagnostics);
  if (has_errors(diagnostics)) return fail(ErrorCode::refused, "", "the record has errors", "see the diagnostics");
  return record;
}

}  // namespace corpus
