#include "lib/record/record.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/timestamp.pb.h>
#include <google/protobuf/unknown_field_set.h>
#include <google/protobuf/wire_format_lite.h>

#include <limits>
#include <utility>
#include <vector>

#include "marsad/v1/enriched.pb.h"

namespace marsad::record {
namespace {

using google::protobuf::internal::WireFormatLite;
using google::protobuf::io::CodedInputStream;

// The contract nests six deep; whoever nests deeper means harm.
constexpr int kMaxDepth = 20;
// The largest record behind which the message keeps its memory.
constexpr size_t kKeptBytes = 256u << 10;

const uint8_t* Bytes(std::string_view text) { return reinterpret_cast<const uint8_t*>(text.data()); }

// One top-level field as it lies in a serialized message.
struct RawField {
  uint32_t number = 0;
  bool delimited = false;     // has a length: a string, a message or packed numbers
  std::string_view whole;     // tag included
  std::string_view contents;  // where delimited
};

// Reads a serialized message field by field (protobuf's encoding guide). CodedInputStream would do, but for lengths: it
// cuts them to 32 bits where the parser refuses them, and the two must see the same fields.
class Walker {
 public:
  explicit Walker(std::string_view bytes) : rest_(bytes) {}

  // False at the end, and where the bytes are broken: ok() tells.
  bool Next(RawField* field) {
    if (rest_.empty() || !ok_) return false;
    const std::string_view before = rest_;
    uint32_t type = 0;
    ok_ = ReadTag(&field->number, &type) && Skip(field->number, type, &field->contents, kMaxDepth);
    field->delimited = type == WireFormatLite::WIRETYPE_LENGTH_DELIMITED;
    field->whole = before.substr(0, before.size() - rest_.size());
    return ok_;
  }

  bool ok() const { return ok_; }

 private:
  bool ReadVarint(uint64_t* value) {
    *value = 0;
    for (uint32_t shift = 0; shift < 70 && !rest_.empty(); shift += 7) {
      const auto byte = static_cast<uint8_t>(rest_.front());
      rest_.remove_prefix(1);
      *value |= static_cast<uint64_t>(byte & 0x7F) << shift;
      if (byte < 0x80) return true;
    }
    return false;
  }

  bool ReadTag(uint32_t* number, uint32_t* type) {
    uint64_t tag = 0;
    if (!ReadVarint(&tag) || tag > std::numeric_limits<uint32_t>::max()) return false;
    *number = static_cast<uint32_t>(tag >> 3);
    *type = static_cast<uint32_t>(tag & 7);
    return *number != 0;
  }

  bool Take(uint64_t size, std::string_view* taken) {
    if (size > rest_.size()) return false;
    *taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return true;
  }

  bool Skip(uint32_t number, uint32_t type, std::string_view* contents, int depth) {
    uint64_t value = 0;
    switch (type) {
      case WireFormatLite::WIRETYPE_VARINT:
        return ReadVarint(&value);
      case WireFormatLite::WIRETYPE_FIXED64:
        return Take(8, contents);
      case WireFormatLite::WIRETYPE_FIXED32:
        return Take(4, contents);
      case WireFormatLite::WIRETYPE_LENGTH_DELIMITED:
        return ReadVarint(&value) && Take(value, contents);
      case WireFormatLite::WIRETYPE_START_GROUP:
        return depth > 0 && SkipGroup(number, depth - 1);
      default:
        return false;
    }
  }

  bool SkipGroup(uint32_t group, int depth) {
    uint32_t number = 0;
    uint32_t type = 0;
    std::string_view contents;
    while (ReadTag(&number, &type)) {
      if (type == WireFormatLite::WIRETYPE_END_GROUP) return number == group;
      if (!Skip(number, type, &contents, depth)) return false;
    }
    return false;
  }

  std::string_view rest_;
  bool ok_ = true;
};

bool IsMessage(std::string_view bytes) {
  Walker walker(bytes);
  for (RawField field; walker.Next(&field);) {
  }
  return walker.ok();
}

// Whether the serialized StageRun `run` is one of `stage`.
bool IsRunOf(std::string_view run, std::string_view stage) {
  std::string_view name;
  Walker walker(run);
  for (RawField field; walker.Next(&field);) {
    if (field.number == v1::StageRun::kStageFieldNumber && field.delimited) name = field.contents;
  }
  return walker.ok() && name == stage;
}

bool ParseInto(std::string_view bytes, v1::EnrichedArticle* message) {
  if (bytes.size() > static_cast<size_t>(std::numeric_limits<int>::max())) return false;
  CodedInputStream input(Bytes(bytes), static_cast<int>(bytes.size()));
  input.SetRecursionLimit(kMaxDepth);
  return message->MergeFromCodedStream(&input) && input.ConsumedEntireMessage();
}

void SetTime(int64_t micros, google::protobuf::Timestamp* time) {
  constexpr int64_t kMicros = 1'000'000;
  const int64_t seconds = micros / kMicros - (micros % kMicros < 0 ? 1 : 0);
  time->set_seconds(seconds);
  time->set_nanos(static_cast<int32_t>((micros - seconds * kMicros) * 1000));
}

int64_t Micros(const google::protobuf::Timestamp& time) { return time.seconds() * 1'000'000 + time.nanos() / 1000; }

void ClearField(Field own, v1::EnrichedArticle* message) {
  const int number = static_cast<int>(own);
  const auto* field = v1::EnrichedArticle::descriptor()->FindFieldByNumber(number);
  message->GetReflection()->ClearField(message, field);
  // The same number with another wire type: Strip() drops it from the bytes too.
  message->mutable_unknown_fields()->DeleteByNumber(number);
}

}  // namespace

Result<std::string> Strip(std::string_view bytes, Field own, std::string_view stage) {
  std::string kept;
  kept.reserve(bytes.size());
  Walker walker(bytes);
  for (RawField field; walker.Next(&field);) {
    if (field.number == static_cast<uint32_t>(own)) continue;
    const bool is_run = field.number == static_cast<uint32_t>(Field::kRuns) && field.delimited;
    if (is_run && IsRunOf(field.contents, stage)) continue;
    kept.append(field.whole);
  }
  if (!walker.ok()) return Fail("the record is no protobuf message");
  return kept;
}

bool HoldsOnly(std::string_view delta, Field own) {
  Walker walker(delta);
  for (RawField field; walker.Next(&field);) {
    if (field.number != static_cast<uint32_t>(own) || !field.delimited) return false;
  }
  return walker.ok();
}

void AppendStageRun(const StageRun& run, std::string* bytes) {
  v1::EnrichedArticle holder;
  v1::StageRun* entry = holder.add_runs();
  entry->set_stage(run.stage.data(), run.stage.size());
  if (!run.build.empty()) entry->set_build(run.build.data(), run.build.size());
  if (!run.bundle.empty()) entry->set_bundle(run.bundle.data(), run.bundle.size());
  entry->set_status(run.failure == nullptr ? v1::StageRun::OK : v1::StageRun::FAILED);
  if (run.failure != nullptr) entry->set_code(std::string(Name(run.failure->code)));
  SetTime(run.started_micros, entry->mutable_started());
  SetTime(run.finished_micros, entry->mutable_finished());
  holder.AppendToString(bytes);
}

// The message belongs to no arena: cleared, it keeps its memory down to each string, where an arena would ask the heap
// for every longer one again.
struct Record::State {
  void Clear() {
    // One giant must not keep its memory for ever.
    if (bytes.size() <= kKeptBytes) {
      message->Clear();
    } else {
      message = std::make_unique<v1::EnrichedArticle>();
    }
    bytes.clear();
  }
  // Makes the message of `all`, without its runs. To be called behind Clear().
  bool Read(std::string_view all) {
    bytes.assign(all);
    const bool parsed = ParseInto(bytes, message.get());
    message->clear_runs();
    return parsed;
  }

  std::unique_ptr<v1::EnrichedArticle> message = std::make_unique<v1::EnrichedArticle>();
  std::string bytes;
};

Record::Record() : state_(std::make_unique<State>()) {}
Record::~Record() = default;

Result<void> Record::Parse(std::string_view bytes) {
  state_->Clear();
  if (IsMessage(bytes) && state_->Read(bytes)) return {};
  state_->Clear();
  return Fail("the value is no marsad.v1.EnrichedArticle: it does not parse");
}

void Record::Clear() { state_->Clear(); }

void Record::Strip(Field own, std::string_view stage) {
  // Cannot fail: what did not parse never came in.
  if (auto kept = record::Strip(state_->bytes, own, stage)) state_->bytes = std::move(*kept);
  ClearField(own, state_->message.get());
}

Result<void> Record::Append(std::string_view delta) {
  if (!ParseInto(delta, state_->message.get())) {
    const std::string before = state_->bytes;
    state_->Clear();  // takes out what was merged before the break
    state_->Read(before);
    return Fail("the delta does not parse");
  }
  state_->message->clear_runs();
  state_->bytes.append(delta);
  return {};
}

void Record::AppendRun(const StageRun& run) { AppendStageRun(run, &state_->bytes); }

const v1::EnrichedArticle& Record::message() const { return *state_->message; }

Times Record::times() const {
  const v1::Article& article = state_->message->article();
  Times times;
  if (article.has_received()) times.received = Micros(article.received());
  const v1::Time& published = article.published();
  const bool exact = published.has_utc() && published.has_offset_minutes() && !published.future() &&
                     published.precision() != v1::Time::DAY;
  if (exact) times.published = Micros(published.utc());
  return times;
}

std::string_view Record::bytes() const { return state_->bytes; }

}  // namespace marsad::record
