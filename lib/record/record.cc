#include "lib/record/record.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/timestamp.pb.h>
#include <google/protobuf/unknown_field_set.h>

#include <limits>
#include <utility>

#include "lib/record/wire.h"
#include "marsad/v1/enriched.pb.h"

namespace marsad::record {
namespace {

using google::protobuf::io::CodedInputStream;

// The largest record after which the message keeps its memory.
constexpr size_t kKeptBytes = 256u << 10;

// Whether no field `absent` is among those of `bytes`.
bool Lacks(std::string_view bytes, Field absent) {
  WireReader reader(bytes);
  for (RawField field; reader.Next(&field);) {
    if (field.number == static_cast<uint32_t>(absent)) return false;
  }
  return true;
}

bool IsMessage(std::string_view bytes) {
  WireReader reader(bytes);
  for (RawField field; reader.Next(&field);) {
  }
  return reader.ok();
}

// The status of the serialized StageRun `run` where it is one of `stage`.
std::optional<v1::StageRun::Status> StatusOf(std::string_view run, std::string_view stage) {
  v1::StageRun entry;
  if (!entry.ParseFromArray(run.data(), static_cast<int>(run.size())) || entry.stage() != stage) return std::nullopt;
  return entry.status();
}

// Whether the serialized StageRun `run` is one of `stage`.
bool IsRunOf(std::string_view run, std::string_view stage) {
  std::string_view name;
  WireReader reader(run);
  for (RawField field; reader.Next(&field);) {
    if (field.number == v1::StageRun::kStageFieldNumber && field.delimited) name = field.contents;
  }
  return reader.ok() && name == stage;
}

bool ParseInto(std::string_view bytes, v1::EnrichedArticle* message) {
  if (bytes.size() > static_cast<size_t>(std::numeric_limits<int>::max())) return false;
  CodedInputStream input(reinterpret_cast<const uint8_t*>(bytes.data()), static_cast<int>(bytes.size()));
  input.SetRecursionLimit(kMaxDepth);
  return message->MergeFromCodedStream(&input) && input.ConsumedEntireMessage();
}

void SetTime(int64_t micros, google::protobuf::Timestamp* time) {
  constexpr int64_t kMicros = 1'000'000;
  const int64_t seconds = micros / kMicros - (micros % kMicros < 0 ? 1 : 0);
  time->set_seconds(seconds);
  time->set_nanos(static_cast<int32_t>((micros - seconds * kMicros) * 1000));
}

// Absent beyond the years 1 to 9999, which is all that the type may hold: the record may come from anybody.
std::optional<int64_t> Micros(const google::protobuf::Timestamp& time) {
  constexpr int64_t kFirst = -62'135'596'800;
  constexpr int64_t kLast = 253'402'300'799;
  if (time.seconds() < kFirst || time.seconds() > kLast) return std::nullopt;
  return time.seconds() * 1'000'000 + time.nanos() / 1000;
}

const google::protobuf::FieldDescriptor* DescriptorOf(Field field) {
  return v1::EnrichedArticle::descriptor()->FindFieldByNumber(static_cast<int>(field));
}

void ClearField(Field own, v1::EnrichedArticle* message) {
  const int number = static_cast<int>(own);
  message->GetReflection()->ClearField(message, DescriptorOf(own));
  // The same number with another wire type: Strip() drops it from the bytes too.
  message->mutable_unknown_fields()->DeleteByNumber(number);
}

}  // namespace

std::string_view Name(Field field) { return DescriptorOf(field)->name(); }

Result<std::string> Strip(std::string_view bytes, Field own, std::string_view stage) {
  std::string kept;
  kept.reserve(bytes.size());
  WireReader reader(bytes);
  for (RawField field; reader.Next(&field);) {
    if (field.number == static_cast<uint32_t>(own)) continue;
    const bool is_run = field.number == static_cast<uint32_t>(Field::kRuns) && field.delimited;
    if (is_run && IsRunOf(field.contents, stage)) continue;
    kept.append(field.whole);
  }
  if (!reader.ok()) return Fail("the record is no protobuf message");
  return kept;
}

bool HoldsOnly(std::string_view delta, Field own) {
  WireReader reader(delta);
  for (RawField field; reader.Next(&field);) {
    if (field.number != static_cast<uint32_t>(own) || !field.delimited) return false;
  }
  return reader.ok();
}

std::string MakeCanceled(std::string_view uri, Timestamp received, const std::optional<RecordPlace>& place) {
  v1::EnrichedArticle holder;
  v1::Article& article = *holder.mutable_article();
  article.set_uri(uri.data(), uri.size());
  article.set_pub_status(v1::Article::CANCELED);
  if (received.known()) SetTime(received.millis() * 1000, article.mutable_received());
  if (place) {
    v1::Input& input = *article.mutable_input();
    input.set_topic(place->topic.data(), place->topic.size());
    input.set_partition(place->partition.number());
    input.set_offset(place->offset.value());
  }
  return holder.SerializeAsString();
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
    read = 0;
  }
  // Makes the message of `all`, without its runs. To be called after Clear().
  bool Read(std::string_view all) {
    bytes.assign(all);
    const bool parsed = ParseInto(bytes, message.get());
    message->clear_runs();
    read = bytes.size();
    return parsed;
  }

  std::string_view Unread() const { return std::string_view(bytes).substr(read); }
  // Brings the message up to what was appended. Cannot fail: what does not parse was not appended.
  void Merge() {
    if (read == bytes.size()) return;
    ParseInto(Unread(), message.get());
    message->clear_runs();
    read = bytes.size();
  }

  std::unique_ptr<v1::EnrichedArticle> message = std::make_unique<v1::EnrichedArticle>();
  std::string bytes;
  size_t read = 0;  // so many of the bytes are in the message; the rest was appended since
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
  state_->Merge();
  // Cannot fail: what did not parse never came in.
  if (auto kept = record::Strip(state_->bytes, own, stage)) state_->bytes = std::move(*kept);
  state_->read = state_->bytes.size();
  ClearField(own, state_->message.get());
}

Result<void> Record::Append(std::string_view delta) {
  if (!Parses(delta, *v1::EnrichedArticle::descriptor())) return Fail("the delta does not parse");
  state_->bytes.append(delta);
  return {};
}

void Record::AppendRun(const StageRun& run) { AppendStageRun(run, &state_->bytes); }

const v1::EnrichedArticle& Record::message() const {
  state_->Merge();
  return *state_->message;
}

Times Record::times() const {
  // What the last stage added is read only if it is the article.
  if (!Lacks(state_->Unread(), Field::kArticle)) state_->Merge();
  const v1::Article& article = state_->message->article();
  Times times;
  if (article.has_received()) times.received = Micros(article.received());
  const v1::Time& published = article.published();
  const bool exact = published.has_utc() && published.has_offset_minutes() && !published.future() &&
                     published.precision() != v1::Time::DAY;
  if (exact) times.published = Micros(published.utc());
  return times;
}

bool Record::Has(Field field) const {
  const v1::EnrichedArticle& whole = message();
  const auto* descriptor = DescriptorOf(field);
  const auto* reflection = whole.GetReflection();
  return descriptor->is_repeated() ? reflection->FieldSize(whole, descriptor) > 0
                                   : reflection->HasField(whole, descriptor);
}

bool Record::HasFailed(std::string_view stage) const {
  bool failed = false;
  WireReader reader(state_->bytes);
  for (RawField field; reader.Next(&field);) {
    if (field.number != static_cast<uint32_t>(Field::kRuns) || !field.delimited) continue;
    if (const auto status = StatusOf(field.contents, stage)) failed = *status == v1::StageRun::FAILED;
  }
  return failed;
}

std::string_view Record::uri() const { return message().article().uri(); }

std::string_view Record::bytes() const { return state_->bytes; }

}  // namespace marsad::record
