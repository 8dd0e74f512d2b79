#include "lib/pipeline/chain.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <exception>
#include <span>
#include <utility>

#include "lib/record/dead_letter.h"

namespace marsad::pipeline {
namespace {

using record::Field;

constexpr std::string_view kContentType = "content-type";
constexpr std::string_view kRecordType = "application/x-protobuf; messageType=marsad.v1.EnrichedArticle";
// What described the input's bytes and would be untrue of the article: RFC 9110, Confluent's serdes, CloudEvents.
constexpr std::array<std::string_view, 4> kDescriptions = {kContentType, "__value_schema_id", "ce_datacontenttype",
                                                           "ce_dataschema"};
constexpr size_t kRoomForRuns = 4096;

// Bytes of a record beside its value.
size_t Overhead(const Output& output) {
  return record::WireOverhead(output.key ? output.key->size() : 0, output.headers);
}

size_t WholeSize(const Input& input) {
  return (input.value ? input.value->size() : 0) +
         record::WireOverhead(input.key ? input.key->size() : 0, input.headers);
}

Output OutputLike(const Input& input) {
  Output output;
  output.timestamp_ms = input.timestamp_ms;
  if (input.key) output.key.emplace(*input.key);
  output.headers = record::CopyHeaders(input.headers);
  return output;
}

record::Headers ArticleHeaders(const Input& input) {
  record::Headers headers = record::CopyHeaders(input.headers, kDescriptions);
  headers.push_back({std::string(kContentType), std::string(kRecordType)});
  return headers;
}

Reject TooLarge(std::string_view what, size_t size, size_t limit) {
  return {RejectCode::kTooLarge,
          std::string(what) + " has " + std::to_string(size) + " bytes, the limit is " + std::to_string(limit)};
}

Reject Crashed(const Culprit& culprit) {
  return {RejectCode::kCrash, "the process died " + std::to_string(culprit.deaths) + " times on this record"};
}

Reject Threw(const std::exception& error) {
  return {RejectCode::kStageFailed, std::string("exception: ") + error.what()};
}

Reject Broken(std::string_view how) { return {RejectCode::kStageFailed, std::string(how)}; }

double AgeSeconds(const std::optional<int64_t>& then, int64_t now) {
  return then ? std::max(0.0, static_cast<double>(now - *then) / 1e6) : -1;
}

// One input on its way through the stages.
struct Work {
  const Input& input;
  const Culprit* culprit;  // null: every stage is run
  std::vector<Output>* outputs;
};

// One step's place in the chain and what beside its value the record takes.
struct Turn {
  uint32_t stage = 0;
  size_t overhead = 0;
};

template <class... Calls>
struct Overloaded : Calls... {
  using Calls::operator()...;
};
template <class... Calls>
Overloaded(Calls...) -> Overloaded<Calls...>;

// What the observer is told of one turn.
struct Answer {
  Verdict verdict = Verdict::kOk;
  std::string_view reason = {};
  std::string_view detail = {};
};

// One stage's turn.
struct Visit {
  uint32_t stage = 0;
  std::string_view name;
  std::string_view bundle;
  int64_t started_micros = 0;
  int64_t finished_micros = 0;
  std::chrono::steady_clock::time_point started;
  std::chrono::nanoseconds took{0};
};

}  // namespace

class Chain::Impl {
 public:
  Impl(Stages stages, ChainOptions options, const Clock& clock, Journal& journal, Observer& observer)
      : options_(std::move(options)), clock_(clock), journal_(journal), observer_(observer) {
    Replace(std::move(stages));
  }

  void Replace(Stages stages);
  void Run(const Work& work);
  uint32_t stage_count() const { return static_cast<uint32_t>(stages_.size()); }
  std::string_view stage_name(uint32_t stage) const { return NameOf(stages_[stage]); }

 private:
  // Largest record that a field may be added to make: what is above belongs to StageRuns.
  size_t admitted_bytes() const {
    return options_.max_enriched_bytes - std::min(kRoomForRuns, options_.max_enriched_bytes / 4);
  }
  std::optional<Reject> CheckSize(const Input& input) const;
  void PassKill(const Work& work);
  void Decode(const Work& work);
  Decoded CallDecoder(const Work& work, Visit* visit);
  std::optional<Reject> EmitArticle(const Work& work, const Visit& visit, const KeyedArticle& article);
  void RunSteps(const Work& work, uint32_t first, Output output);
  void RunEnricher(const Work& work, Enricher& enricher, const Turn& turn);
  Enriched CallEnricher(const Work& work, Enricher& enricher, Visit* visit);
  std::optional<Reject> AddField(Field own, std::string_view delta, size_t overhead);

  Visit Begin(uint32_t stage) const;
  void Finish(Visit* visit) const;
  void AppendRun(const Visit& visit, const Reject* failure);
  void Tell(const Work& work, const Visit& visit, const Answer& answer);
  void Refuse(const Work& work, const Visit& visit, const Reject& reject);
  void Bury(const Work& work, const Visit& visit, const Reject& reject, bool passed_on);

  Stages stages_;
  Decoder* decoder_ = nullptr;  // the first of the stages, where it is one
  ChainOptions options_;
  const Clock& clock_;
  Journal& journal_;
  Observer& observer_;
  record::Record record_;
};

void Chain::Impl::Replace(Stages stages) {
  const auto decodes = [](const Step& step) { return std::holds_alternative<std::unique_ptr<Decoder>>(step); };
  // A defect of who put them together: no record could be told what it met.
  if (stages.empty() || std::any_of(stages.begin() + 1, stages.end(), decodes)) std::abort();
  stages_ = std::move(stages);
  decoder_ = decodes(stages_.front()) ? std::get<std::unique_ptr<Decoder>>(stages_.front()).get() : nullptr;
}

void Chain::Impl::Run(const Work& work) {
  const Input& input = work.input;
  observer_.OnInput(input.value ? input.value->size() : 0);
  if (!input.value) return PassKill(work);
  if (input.value->empty()) return Refuse(work, Begin(0), {RejectCode::kEmpty, "the value has no bytes"});
  if (const auto refused = CheckSize(input)) return Refuse(work, Begin(0), *refused);
  if (decoder_ != nullptr) return Decode(work);
  if (const auto parsed = record_.Parse(*input.value); !parsed) {
    return Refuse(work, Begin(0), {RejectCode::kMalformed, parsed.error().message});
  }
  RunSteps(work, 0, OutputLike(input));
}

std::optional<Reject> Chain::Impl::CheckSize(const Input& input) const {
  const size_t size = decoder_ != nullptr ? input.value->size() : WholeSize(input);
  const size_t limit = decoder_ != nullptr ? options_.max_raw_bytes : options_.max_enriched_bytes;
  if (size <= limit) return std::nullopt;
  return TooLarge("the record", size, limit);
}

void Chain::Impl::PassKill(const Work& work) {
  if (!work.input.key || work.input.key->empty()) {
    return Refuse(work, Begin(0),
                  {RejectCode::kKeylessKill, "a null value without a key does not say which article it ends"});
  }
  for (uint32_t stage = 0; stage < stage_count(); ++stage) Tell(work, Begin(stage), {Verdict::kKilled});
  observer_.OnOutput({});
  work.outputs->push_back(OutputLike(work.input));
}

void Chain::Impl::Decode(const Work& work) {
  Visit visit = Begin(0);
  const Decoded decoded = CallDecoder(work, &visit);
  if (const Skip* skip = std::get_if<Skip>(&decoded)) return Tell(work, visit, {Verdict::kSkipped, skip->reason});
  if (const Reject* reject = std::get_if<Reject>(&decoded)) return Refuse(work, visit, *reject);
  std::optional<Reject> refused;
  if (const Partial* partial = std::get_if<Partial>(&decoded)) refused = partial->rejected;
  const std::span<const KeyedArticle> articles = ArticlesOf(decoded);
  size_t emitted = 0;
  for (const KeyedArticle& article : articles) {
    auto reject = EmitArticle(work, visit, article);
    emitted += !reject;
    if (reject && !refused) refused = std::move(reject);
  }
  if (!refused) return Tell(work, visit, {Verdict::kOk});
  // One letter however many articles are missing: a feed of a thousand must not become a thousand copies of itself.
  Tell(work, visit, {emitted > 0 ? Verdict::kFailed : Verdict::kRejected, Name(refused->code), refused->detail});
  Bury(work, visit, *refused, emitted > 0);
}

Decoded Chain::Impl::CallDecoder(const Work& work, Visit* visit) {
  const Input& input = work.input;
  if (work.culprit != nullptr && work.culprit->DiedIn(visit->stage)) return Crashed(*work.culprit);
  journal_.Enter(input.partition, input.offset, visit->stage);
  Decoded decoded;
  try {
    decoded = decoder_->Decode({.value = *input.value,
                                .headers = input.headers,
                                .timestamp_ms = input.timestamp_ms,
                                .topic = options_.input_topic,
                                .partition = input.partition,
                                .offset = input.offset});
  } catch (const std::exception& error) {
    decoded = Threw(error);
  }
  // Not by a guard: what leaves by another way than these is a death in the stage.
  journal_.Leave();
  Finish(visit);
  return decoded;
}

std::optional<Reject> Chain::Impl::EmitArticle(const Work& work, const Visit& visit, const KeyedArticle& article) {
  if (article.key.empty()) return Broken("the decoder gave an article without a key");
  Output output;
  output.timestamp_ms = work.input.timestamp_ms;
  output.key = article.key;
  output.headers = ArticleHeaders(work.input);
  record_.Clear();
  if (auto refused = AddField(Field::kArticle, article.delta, Overhead(output))) return refused;
  AppendRun(visit, nullptr);
  RunSteps(work, 1, std::move(output));
  return std::nullopt;
}

// What record_ holds goes through the stages from `first` on.
void Chain::Impl::RunSteps(const Work& work, uint32_t first, Output output) {
  const size_t overhead = Overhead(output);
  for (uint32_t stage = first; stage < stage_count(); ++stage) {
    const Turn turn = {.stage = stage, .overhead = overhead};
    std::visit(Overloaded{
                   [](const std::unique_ptr<Decoder>&) {},  // only ever the first, see Replace()
                   [&](const std::unique_ptr<Enricher>& enricher) { RunEnricher(work, *enricher, turn); },
               },
               stages_[stage]);
  }
  output.value.emplace(record_.bytes());
  const record::Times times = record_.times();
  const int64_t now = clock_.UnixMicros();
  observer_.OnOutput({.bytes = output.value->size(),
                      .since_received_seconds = AgeSeconds(times.received, now),
                      .since_published_seconds = AgeSeconds(times.published, now)});
  work.outputs->push_back(std::move(output));
}

void Chain::Impl::RunEnricher(const Work& work, Enricher& enricher, const Turn& turn) {
  Visit visit = Begin(turn.stage);
  record_.Strip(enricher.field(), enricher.name());
  const Enriched enriched = CallEnricher(work, enricher, &visit);
  std::optional<Reject> failure;
  if (const Reject* reject = std::get_if<Reject>(&enriched)) {
    failure = *reject;
  } else {
    failure = AddField(enricher.field(), std::get<RecordDelta>(enriched).bytes, turn.overhead);
  }
  AppendRun(visit, failure ? &*failure : nullptr);
  if (!failure) return Tell(work, visit, {Verdict::kOk});
  Tell(work, visit, {Verdict::kFailed, Name(failure->code), failure->detail});
  Bury(work, visit, *failure, true);
}

Enriched Chain::Impl::CallEnricher(const Work& work, Enricher& enricher, Visit* visit) {
  if (work.culprit != nullptr && work.culprit->DiedIn(visit->stage)) return Crashed(*work.culprit);
  journal_.Enter(work.input.partition, work.input.offset, visit->stage);
  Enriched enriched;
  try {
    enriched = enricher.Enrich(record_.message());
  } catch (const std::exception& error) {
    enriched = Threw(error);
  }
  journal_.Leave();
  Finish(visit);
  return enriched;
}

std::optional<Reject> Chain::Impl::AddField(Field own, std::string_view delta, size_t overhead) {
  if (!record::HoldsOnly(delta, own)) return Broken("the stage gave something else than its own field");
  const size_t size = overhead + record_.bytes().size() + delta.size();
  if (size > admitted_bytes()) return TooLarge("the enriched record", size, admitted_bytes());
  if (const auto added = record_.Append(delta); !added) return Broken(added.error().message);
  return std::nullopt;
}

Visit Chain::Impl::Begin(uint32_t stage) const {
  const int64_t now = clock_.UnixMicros();
  return {.stage = stage,
          .name = stage_name(stage),
          .bundle = BundleOf(stages_[stage]),
          .started_micros = now,
          .finished_micros = now,
          .started = clock_.Now()};
}

void Chain::Impl::Finish(Visit* visit) const {
  visit->finished_micros = clock_.UnixMicros();
  visit->took = clock_.Now() - visit->started;
}

void Chain::Impl::AppendRun(const Visit& visit, const Reject* failure) {
  record_.AppendRun({.stage = visit.name,
                     .build = options_.build,
                     .bundle = visit.bundle,
                     .failure = failure,
                     .started_micros = visit.started_micros,
                     .finished_micros = visit.finished_micros});
}

void Chain::Impl::Tell(const Work& work, const Visit& visit, const Answer& answer) {
  observer_.OnStage({.stage = visit.name,
                     .verdict = answer.verdict,
                     .reason = answer.reason,
                     .detail = answer.detail,
                     .took = visit.took,
                     .partition = work.input.partition,
                     .offset = work.input.offset});
}

void Chain::Impl::Refuse(const Work& work, const Visit& visit, const Reject& reject) {
  Tell(work, visit, {Verdict::kRejected, Name(reject.code), reject.detail});
  Bury(work, visit, reject, false);
}

void Chain::Impl::Bury(const Work& work, const Visit& visit, const Reject& reject, bool passed_on) {
  const Input& input = work.input;
  record::DeadLetterRecord letter = record::MakeDeadLetter(
      {.topic = options_.input_topic,
       .partition = input.partition,
       .offset = input.offset,
       .timestamp_ms = input.timestamp_ms,
       .key = input.key,
       .value = input.value,
       .headers = input.headers},
      {.stage = visit.name, .build = options_.build, .bundle = visit.bundle, .reject = &reject, .passed_on = passed_on},
      options_.max_dead_bytes);
  observer_.OnOutput({.dead = true, .bytes = letter.value.size()});
  work.outputs->push_back({.lane = Lane::kDead,
                           .timestamp_ms = input.timestamp_ms,
                           .key = std::move(letter.key),
                           .value = std::move(letter.value),
                           .headers = std::move(letter.headers)});
}

Chain::Chain(Stages stages, ChainOptions options, const Clock& clock, Journal& journal, Observer& observer)
    : impl_(std::make_unique<Impl>(std::move(stages), std::move(options), clock, journal, observer)) {}
Chain::~Chain() = default;

void Chain::Replace(Stages stages) { impl_->Replace(std::move(stages)); }

void Chain::Apply(const Input& input, std::vector<Output>* outputs) { impl_->Run({input, nullptr, outputs}); }

void Chain::ApplyWithout(const Input& input, const Culprit& culprit, std::vector<Output>* outputs) {
  impl_->Run({input, &culprit, outputs});
}

std::vector<std::string_view> Chain::stage_names() const {
  std::vector<std::string_view> names;
  for (uint32_t stage = 0; stage < impl_->stage_count(); ++stage) names.push_back(impl_->stage_name(stage));
  return names;
}

}  // namespace marsad::pipeline
