// A marsad.v1.EnrichedArticle on its way through the stages: the bytes as they came and, beside them, the parsed
// message.
//
// A stage owns one top-level field. Before it runs, that field and its StageRun are left out at wire level, so that a
// reprocessed record never doubles; what it returns is appended. Serialized protobuf messages that stand one after the
// other merge, so nothing upstream is written again and unknown fields survive.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "lib/base/result.h"
#include "lib/base/timestamp.h"
#include "lib/record/redrive.h"
#include "lib/record/reject.h"

namespace marsad::v1 {
class EnrichedArticle;
}

namespace marsad::record {

// The top-level fields of EnrichedArticle, by number.
enum class Field : uint32_t { kArticle = 1, kText = 2, kEntities = 3, kSummary = 4, kStory = 5, kRuns = 15 };

// Its name in the contract, e.g. "text". Static storage.
std::string_view Name(Field field);

// One stage's run, as the runner saw it. Views are borrowed for the call.
struct StageRun {
  std::string_view stage;
  std::string_view build;
  std::string_view bundle;          // empty: the stage has none
  const Reject* failure = nullptr;  // null: OK
  int64_t started_micros = 0;       // since the Unix epoch
  int64_t finished_micros = 0;
};

// What a record says of its age, in microseconds since the Unix epoch.
struct Times {
  std::optional<int64_t> received;
  // Absent too where the source named only a day, gave no zone or a time in the future.
  std::optional<int64_t> published;
};

// `bytes` without field `own` and without the StageRuns of `stage`. Fails if `bytes` is no protobuf message at its
// top level. Everything else keeps its bytes and its order.
Result<std::string> Strip(std::string_view bytes, Field own, std::string_view stage);

// True if the serialized EnrichedArticle `delta` is well formed and holds no field but `own`.
bool HoldsOnly(std::string_view delta, Field own);

// Appends one entry of EnrichedArticle.runs.
void AppendStageRun(const StageRun& run, std::string* bytes);

// What a kill, which has no value, says as a record: an article {uri, CANCELED, received}, and where the kill lay. An unknown
// time and no place stay absent.
std::string MakeCanceled(std::string_view uri, Timestamp received, const std::optional<RecordPlace>& place);

// Bytes and message, which say the same. Not thread-safe. Keep one for each worker: it reuses its memory.
class Record {
 public:
  Record();
  ~Record();
  Record(const Record&) = delete;
  Record& operator=(const Record&) = delete;

  // Starts from the serialized record `bytes`; fails, and is empty, if they do not parse or nest too deep.
  Result<void> Parse(std::string_view bytes);
  // Starts from a record without any field.
  void Clear();

  // Takes out field `own` and the runs of `stage`, from bytes and message.
  void Strip(Field own, std::string_view stage);
  // Appends a serialized delta that HoldsOnly() one field. Fails, changing nothing, if it does not parse. The message
  // reads it only once it is asked for: after the last stage nobody asks.
  Result<void> Append(std::string_view delta);
  // Appends a StageRun to the bytes.
  void AppendRun(const StageRun& run);

  // The message never shows runs: no stage may go by them, or a chain would differ from separate processes. Valid until
  // the next call that is not const.
  const v1::EnrichedArticle& message() const;
  Times times() const;
  bool Has(Field field) const;
  // Whether the last run of `stage` is marked FAILED.
  bool HasFailed(std::string_view stage) const;
  // Article.uri; valid as long as message().
  std::string_view uri() const;
  std::string_view bytes() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace marsad::record
