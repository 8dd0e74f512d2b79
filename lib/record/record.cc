#include "lib/record/record.h"

#include <google/protobuf/arena.h>
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

using google::protobuf::Arena;
using google::protobuf::ArenaOptions;
using google::protobuf::io::CodedInputStream;
using google::protobuf::internal::WireFormatLite;

// The contract nests six deep; whoever nests deeper means harm.
constexpr int kMaxDepth = 20;
// Enough for the message of most articles, so that the arena seldom asks the heap.
constexpr size_t kArenaBlock = 64u << 10;

const uint8_t* Bytes(std::string_view text) { return reinterpret_cast<const uint8_t*>(text.data()); }

// One top-level field as it lies in a serialized message.
struct RawField {
  uint32_t number = 0;
  bool delimited = false;     // has a length: a string, a message or packed numbers
  std::string_view whole;     // tag included
  std::string_view contents;  // where delimited
};

// Reads a serialized message field by field.
class Walker {
 public:
  explicit Walker(std::string_view bytes) : bytes_(bytes), input_(Bytes(bytes), static_cast<int>(bytes.size())) {
    input_.SetRecursionLimit(kMaxDepth);
  }

  // False at the end, and where the bytes are broken: ok() tells.
  bool Next(RawField* field) {
    const int begin = input_.CurrentPosition();
    if (begin == static_cast<int>(bytes_.size())) return false;
    const uint32_t tag = input_.ReadTag();
    const int after_tag = input_.CurrentPosition();
    ok_ = tag != 0 && WireFormatLite::SkipField(&input_, tag);
    if (!ok_) return false;
    field->number = static_cast<uint32_t>(WireFormatLite::GetTagFieldNumber(tag));
    field->delimited = WireFormatLite::GetTagWireType(tag) == WireFormatLite::WIRETYPE_LENGTH_DELIMITED;
    field->whole = Cut(begin, input_.CurrentPosition());
    field->contents = field->delimited ? WithoutLength(Cut(after_tag, input_.CurrentPosition())) : std::string_view();
    return true;
  }

  bool ok() const { return ok_; }

 private:
  std::string_view Cut(int begin, int end) const {
    return bytes_.substr(static_cast<size_t>(begin), static_cast<size_t>(end - begin));
  }
  static std::string_view WithoutLength(std::string_view bytes) {
    size_t length_bytes = 1;
    while (static_cast<uint8_t>(bytes[length_bytes - 1]) >= 0x80) ++length_bytes;
    return bytes.substr(length_bytes);
  }

  std::string_view bytes_;
  CodedInputStream input_;
  bool ok_ = true;
};

bool FitsProtobuf(std::string_view bytes) {
  return bytes.size() <= static_cast<size_t>(std::numeric_limits<int>::max());
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
  if (!FitsProtobuf(bytes)) return false;
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
  if (!FitsProtobuf(bytes)) return Fail("the record is larger than 2 GiB");
  std::string kept;
  kept.reserve(bytes.size());
  Walker walker(bytes);
  for (RawField field; walker.Next(&field);) {
    if (field.number == static_cast<uint32_t>(own)) continue;
    const bool is_run = field.number == static_cast<uint32_t>(Field::kRuns) && field.delimited;
    if (is_run && IsRunOf(field.contents, stage)) continue;
    kept.append(field.whole);
  }
  if (!walker.ok()) return Fail("the record is no protobuf message: broken behind its first fields");
  return kept;
}

bool HoldsOnly(std::string_view delta, Field own) {
  if (!FitsProtobuf(delta)) return false;
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

struct Record::State {
  State() : arena(Options(&block)) { Reset(); }

  static ArenaOptions Options(std::vector<char>* block) {
    ArenaOptions options;
    options.initial_block = block->data();
    options.initial_block_size = block->size();
    return options;
  }
  void Reset() {
    arena.Reset();
    message = Arena::CreateMessage<v1::EnrichedArticle>(&arena);
  }
  // The message of `bytes`, without its runs.
  bool Read() {
    Reset();
    const bool parsed = ParseInto(bytes, message);
    message->clear_runs();
    return parsed;
  }

  std::vector<char> block = std::vector<char>(kArenaBlock);
  Arena arena;
  v1::EnrichedArticle* message = nullptr;
  std::string bytes;
};

Record::Record() : state_(std::make_unique<State>()) {}
Record::~Record() = default;

Result<void> Record::Parse(std::string_view bytes) {
  state_->bytes.assign(bytes);
  if (state_->Read()) return {};
  Clear();
  return Fail("the value is no marsad.v1.EnrichedArticle: it does not parse");
}

void Record::Clear() {
  state_->bytes.clear();
  state_->Reset();
}

void Record::Strip(Field own, std::string_view stage) {
  // Cannot fail: what did not parse never came in.
  if (auto kept = record::Strip(state_->bytes, own, stage)) state_->bytes = std::move(*kept);
  ClearField(own, state_->message);
}

Result<void> Record::Append(std::string_view delta) {
  if (!ParseInto(delta, state_->message)) {
    state_->Read();  // takes out what was merged before the break
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
