#include "lib/pipeline/chain.h"

#include <algorithm>
#include <cstdlib>
#include <exception>
#include <new>
#include <utility>

#include "lib/pipeline/chain_rejects.h"
#include "lib/pipeline/chain_visit.h"
#include "lib/pipeline/collector.h"
#include "lib/pipeline/stateful_turn.h"
#include "lib/record/redrive.h"

namespace marsad::pipeline {
namespace {

using record::Field;

constexpr size_t kRoomForRuns = 4096;

double AgeSeconds(const std::optional<int64_t>& then, int64_t now) {
  return then ? std::max(0.0, static_cast<double>(now - *then) / 1e6) : -1;
}

// One input on its way through the stages.
struct Work {
  const Input& input;
  const Culprit* culprit;  // null: every stage is run
  Collector& collector;
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

Respondent By(const Visit& visit) { return {visit.name, visit.bundle}; }

}  // namespace

class Chain::Impl {
 public:
  Impl(Stages stages, ChainOptions options, const Clock& clock, Journal& journal, Observer& observer)
      : options_(std::move(options)), clock_(clock), journal_(journal), observer_(observer) {
    Replace(std::move(stages));
  }

  void Replace(Stages stages);
  void Run(const Input& input, const Culprit* culprit, std::vector<Output>* outputs);
  void RefuseWhole(const Input& input, const Reject& reject, std::vector<Output>* outputs);
  uint32_t stage_count() const { return static_cast<uint32_t>(stages_.size()); }
  std::string_view stage_name(uint32_t stage) const { return NameOf(stages_[stage]); }
  uint32_t slowest_stage() const { return slowest_stage_; }
  Stateful* stateful() const { return stateful_; }

 private:
  // Largest record that a field may be added to make: what is above belongs to StageRuns.
  size_t admitted_bytes() const {
    return options_.max_enriched_bytes - std::min(kRoomForRuns, options_.max_enriched_bytes / 4);
  }
  CollectorOptions Bounds() const;
  void Apply(const Work& work);
  std::optional<Reject> CheckSize(const Input& input) const;
  void PassKill(const Work& work);
  void Decode(const Work& work);
  InputRecord InputRecordOf(const Input& input) const;
  Decoded CallDecoder(const Work& work, Visit* visit);
  std::optional<Reject> EmitArticle(const Work& work, const Visit& visit, const KeyedArticle& article);
  void RunSteps(const Work& work, uint32_t first, const Output& output);
  void Emit(const Work& work, Output output);
  void RunEnricher(const Work& work, Enricher& enricher, const Turn& turn);
  void RunStateful(const Work& work, std::string_view key, StatefulTurn& stateful, const Turn& turn);
  void FoldKill(const Work& work, uint32_t stage);
  std::optional<Reject> AskEnricher(const Work& work, Enricher& enricher, const Turn& turn, Visit* visit);
  std::optional<Reject> CheckNeeds(const Enricher& enricher) const;
  // What a stage makes of the record, unless it died on it before or throws.
  template <class Made, class Call>
  Made CallStage(const Work& work, Visit* visit, Call call);
  void Note(const Work& work, const Visit& visit, std::optional<Reject> failure);
  std::optional<Reject> AddField(Field own, std::string_view delta, size_t overhead);

  Visit Begin(uint32_t stage) const;
  void Finish(Visit* visit);
  void AppendRun(const Visit& visit, const Reject* failure);
  void Tell(const Work& work, const Visit& visit, const Answer& answer);
  void Refuse(const Work& work, const Visit& visit, const Reject& reject);

  Stages stages_;
  Decoder* decoder_ = nullptr;    // the first of the stages, if it is one
  Stateful* stateful_ = nullptr;  // the one that is
  ChainOptions options_;
  const Clock& clock_;
  Journal& journal_;
  Observer& observer_;
  record::Record record_;
  std::optional<StatefulTurn> turn_;  // of the article in record_, until it is emitted
  // Of the record that is applied.
  std::chrono::nanoseconds slowest_{0};
  uint32_t slowest_stage_ = 0;
};

void Chain::Impl::Replace(Stages stages) {
  const auto decodes = [](const Step& step) { return std::holds_alternative<std::unique_ptr<Decoder>>(step); };
  // A defect of who put them together: no record could be told what it met.
  if (stages.empty() || std::any_of(stages.begin() + 1, stages.end(), decodes)) std::abort();
  KeepStateful(&stages_, &stages);
  stages_ = std::move(stages);
  decoder_ = decodes(stages_.front()) ? std::get<std::unique_ptr<Decoder>>(stages_.front()).get() : nullptr;
  stateful_ = FindStateful(stages_);
}

CollectorOptions Chain::Impl::Bounds() const {
  return {.input_topic = options_.input_topic,
          .build = options_.build,
          .max_output_bytes = options_.max_output_bytes,
          .max_dead_bytes = options_.max_dead_bytes};
}

void Chain::Impl::Run(const Input& input, const Culprit* culprit, std::vector<Output>* outputs) {
  // All of it: what the chain itself does can die of a record, too. Not by a guard: what leaves by another way than these
  // is a death.
  journal_.Enter(input.partition, input.offset, kOutsideStages);
  slowest_ = {};
  slowest_stage_ = 0;
  observer_.OnInput(input.value ? input.value->size() : 0);
  const CollectorOptions bounds = Bounds();
  Collector collector(input, bounds, outputs);
  const Work work = {input, culprit, collector};
  if (culprit != nullptr && culprit->DiedIn(kOutsideStages)) {
    collector.OmitOriginal();
    Refuse(work, Begin(0), RejectCrash(*culprit, ", outside its stages"));
  } else {
    Apply(work);
  }
  collector.Finish(observer_);
  journal_.Leave();
}

void Chain::Impl::RefuseWhole(const Input& input, const Reject& reject, std::vector<Output>* outputs) {
  const CollectorOptions bounds = Bounds();
  Collector collector(input, bounds, outputs);
  Refuse({input, nullptr, collector}, Begin(0), reject);
  collector.Finish(observer_);
}

void Chain::Impl::Apply(const Work& work) {
  const Input& input = work.input;
  if (!input.value) return PassKill(work);
  if (input.value->empty()) return Refuse(work, Begin(0), {RejectCode::kEmpty, "the value has no bytes"});
  if (const auto refused = CheckSize(input)) return Refuse(work, Begin(0), *refused);
  if (decoder_ != nullptr) return Decode(work);
  if (const auto parsed = record_.Parse(*input.value); !parsed) {
    return Refuse(work, Begin(0), {RejectCode::kMalformed, parsed.error().message});
  }
  Output output = OutputLike(input);
  RunSteps(work, 0, output);
  Emit(work, std::move(output));
}

std::optional<Reject> Chain::Impl::CheckSize(const Input& input) const {
  const size_t size = decoder_ != nullptr ? input.value->size() : OverheadOf(input) + input.value->size();
  const size_t limit = decoder_ != nullptr ? options_.max_raw_bytes : options_.max_enriched_bytes;
  if (size <= limit) return std::nullopt;
  return RejectTooLarge("the record", size, limit);
}

void Chain::Impl::PassKill(const Work& work) {
  if (!work.input.key || work.input.key->empty()) {
    return Refuse(work, Begin(0),
                  {RejectCode::kKeylessKill, "a null value without a key does not say which article it ends"});
  }
  if (const size_t size = OverheadOf(work.input); size > options_.max_enriched_bytes) {
    return Refuse(work, Begin(0),
                  RejectTooLarge("the kill, which is key and headers,", size, options_.max_enriched_bytes));
  }
  observer_.OnOutput({});
  work.collector.Take(OutputLike(work.input));
  for (uint32_t stage = 0; stage < stage_count(); ++stage) {
    if (std::holds_alternative<std::unique_ptr<Stateful>>(stages_[stage])) {
      FoldKill(work, stage);
    } else {
      Tell(work, Begin(stage), {Verdict::kKilled});
    }
  }
}

// The kill passes on whatever the step makes of it.
void Chain::Impl::FoldKill(const Work& work, uint32_t stage) {
  Visit visit = Begin(stage);
  StatefulTurn stateful(*stateful_, work.input);
  Enriched folded = CallStage<Enriched>(work, &visit, [&] { return stateful.Fold(*work.input.key, nullptr); });
  std::optional<Reject> failure;
  if (Reject* reject = std::get_if<Reject>(&folded)) failure = std::move(*reject);
  if (!failure && !std::get<RecordDelta>(folded).bytes.empty()) failure = RejectBroken("the stage gave a kill a field");
  if (!failure) {
    stateful.Keep(&work.collector);
    return Tell(work, visit, {Verdict::kKilled});
  }
  Tell(work, visit, {Verdict::kFailed, Name(failure->code), failure->detail});
  work.collector.Fail(By(visit), *work.input.key, std::move(*failure), true);
}

void Chain::Impl::Decode(const Work& work) {
  Visit visit = Begin(0);
  Decoded decoded = CallDecoder(work, &visit);
  if (const Skip* skip = std::get_if<Skip>(&decoded)) return Tell(work, visit, {Verdict::kSkipped, skip->reason});
  if (const Reject* reject = std::get_if<Reject>(&decoded)) return Refuse(work, visit, *reject);
  std::optional<Reject> refused;  // the first
  if (const Partial* partial = std::get_if<Partial>(&decoded)) {
    refused = partial->rejected;
    work.collector.Fail(By(visit), {}, partial->rejected, false);
  }
  for (KeyedArticle& article : ArticlesOf(decoded)) {
    work.collector.BeginArticle();
    if (auto reject = EmitArticle(work, visit, article)) {
      if (!refused) refused = *reject;
      work.collector.Fail(By(visit), article.key, std::move(*reject), false);
    }
    article = {};  // what has become an output is not kept twice
  }
  if (!refused) return Tell(work, visit, {Verdict::kOk});
  const bool is_part = work.collector.taken() > 0;
  Tell(work, visit, {is_part ? Verdict::kFailed : Verdict::kRejected, Name(refused->code), refused->detail});
}

// A record that was sent again keeps the place of its original, or the article of a mended record would pass for a later
// version than those that were sent meanwhile.
InputRecord Chain::Impl::InputRecordOf(const Input& input) const {
  const record::RecordPlace here = {options_.input_topic, input.partition, input.offset};
  const record::RecordPlace place = record::FindOriginal(input.headers).value_or(here);
  return {.value = *input.value,
          .headers = input.headers,
          .timestamp = input.timestamp,
          .topic = place.topic,
          .partition = place.partition,
          .offset = place.offset};
}

Decoded Chain::Impl::CallDecoder(const Work& work, Visit* visit) {
  return CallStage<Decoded>(work, visit, [&] { return decoder_->Decode(InputRecordOf(work.input)); });
}

template <class Made, class Call>
Made Chain::Impl::CallStage(const Work& work, Visit* visit, Call call) {
  if (work.culprit != nullptr && work.culprit->DiedIn(visit->stage)) return RejectCrash(*work.culprit);
  journal_.Enter(work.input.partition, work.input.offset, visit->stage);
  Made made;
  try {
    made = call();
  } catch (const std::bad_alloc&) {
    throw;  // a death in the stage: see chain.h
  } catch (const std::exception& error) {
    made = RejectException(error);
  }
  journal_.Enter(work.input.partition, work.input.offset, kOutsideStages);
  Finish(visit);
  return made;
}

std::optional<Reject> Chain::Impl::EmitArticle(const Work& work, const Visit& visit, const KeyedArticle& article) {
  if (article.key.empty()) return RejectBroken("the decoder gave an article without a key");
  if (auto full = work.collector.CheckRoom(0)) return full;
  Output output = ArticleOutputLike(work.input);
  output.key = article.key;
  const size_t overhead = OverheadOf(output);
  // Before its stages run: what cannot go on costs no more than this.
  if (auto full = work.collector.CheckRoom(overhead + article.delta.size())) return full;
  record_.Clear();
  if (auto refused = AddField(Field::kArticle, article.delta, overhead)) return refused;
  AppendRun(visit, nullptr);
  RunSteps(work, 1, output);
  if (auto full = work.collector.CheckRoom(overhead + record_.bytes().size())) {
    turn_.reset();  // undone
    return full;
  }
  Emit(work, std::move(output));
  return std::nullopt;
}

// What record_ holds goes through the stages from `first` on, to become the value of `output`.
void Chain::Impl::RunSteps(const Work& work, uint32_t first, const Output& output) {
  const size_t overhead = OverheadOf(output);
  turn_.reset();
  if (stateful_ != nullptr) turn_.emplace(*stateful_, work.input);
  for (uint32_t stage = first; stage < stage_count(); ++stage) {
    const Turn turn = {.stage = stage, .overhead = overhead};
    std::visit(Overloaded{
                   [](const std::unique_ptr<Decoder>&) {},  // only ever the first, see Replace()
                   [&](const std::unique_ptr<Enricher>& enricher) { RunEnricher(work, *enricher, turn); },
                   [&](const std::unique_ptr<Stateful>&) { RunStateful(work, output.key.value_or(""), *turn_, turn); },
               },
               stages_[stage]);
  }
}

void Chain::Impl::Emit(const Work& work, Output output) {
  output.value.emplace(record_.bytes());
  const record::Times times = record_.times();
  const int64_t now = clock_.UnixMicros();
  observer_.OnOutput({.bytes = output.value->size(),
                      .since_received_seconds = AgeSeconds(times.received, now),
                      .since_published_seconds = AgeSeconds(times.published, now)});
  work.collector.Take(std::move(output));
  if (!turn_) return;
  turn_->Keep(&work.collector);
  turn_.reset();
}

void Chain::Impl::RunEnricher(const Work& work, Enricher& enricher, const Turn& turn) {
  Visit visit = Begin(turn.stage);
  record_.Strip(enricher.field(), enricher.name());
  std::optional<Reject> failure = AskEnricher(work, enricher, turn, &visit);
  AppendRun(visit, failure ? &*failure : nullptr);
  Note(work, visit, std::move(failure));
}

void Chain::Impl::RunStateful(const Work& work, std::string_view key, StatefulTurn& stateful, const Turn& turn) {
  Visit visit = Begin(turn.stage);
  record_.Strip(stateful_->field(), stateful_->name());
  Enriched folded = CallStage<Enriched>(work, &visit, [&] { return stateful.Fold(key, &record_.message()); });
  std::optional<Reject> failure;
  if (Reject* reject = std::get_if<Reject>(&folded)) {
    failure = std::move(*reject);
  } else {
    failure = AddField(stateful_->field(), std::get<RecordDelta>(folded).bytes, turn.overhead);
  }
  if (failure) stateful.Undo();
  AppendRun(visit, failure ? &*failure : nullptr);
  Note(work, visit, std::move(failure));
}

// What became of the article in one stage.
void Chain::Impl::Note(const Work& work, const Visit& visit, std::optional<Reject> failure) {
  if (!failure) return Tell(work, visit, {Verdict::kOk});
  Tell(work, visit, {Verdict::kFailed, Name(failure->code), failure->detail});
  // The letter of the stage that failed first is enough: sent again, the record passes this one too.
  if (failure->code == RejectCode::kUpstreamFailed) return;
  work.collector.Fail(By(visit), record_.uri(), std::move(*failure), true);
}

// Empty if the article has its field.
std::optional<Reject> Chain::Impl::AskEnricher(const Work& work, Enricher& enricher, const Turn& turn, Visit* visit) {
  if (auto missing = CheckNeeds(enricher)) return missing;
  Enriched enriched = CallStage<Enriched>(work, visit, [&] { return enricher.Enrich(record_.message()); });
  if (Reject* reject = std::get_if<Reject>(&enriched)) return std::move(*reject);
  return AddField(enricher.field(), std::get<RecordDelta>(enriched).bytes, turn.overhead);
}

std::optional<Reject> Chain::Impl::CheckNeeds(const Enricher& enricher) const {
  for (const Need& need : enricher.needs()) {
    if (record_.Has(need.field)) continue;
    const std::string what =
        "the record has no \"" + std::string(record::Name(need.field)) + "\": " + std::string(need.owner);
    if (record_.HasFailed(need.owner)) return Reject{RejectCode::kUpstreamFailed, what + ", which makes it, failed"};
    return Reject{RejectCode::kMissingField, what + ", which makes it, has to run before"};
  }
  return std::nullopt;
}

std::optional<Reject> Chain::Impl::AddField(Field own, std::string_view delta, size_t overhead) {
  if (!record::HoldsOnly(delta, own)) return RejectBroken("the stage gave something else than its own field");
  const size_t size = overhead + record_.bytes().size() + delta.size();
  if (size > admitted_bytes()) return RejectTooLarge("the enriched record", size, admitted_bytes());
  if (const auto added = record_.Append(delta); !added) return RejectBroken(added.error().message);
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

void Chain::Impl::Finish(Visit* visit) {
  visit->finished_micros = clock_.UnixMicros();
  visit->took = clock_.Now() - visit->started;
  if (visit->took < slowest_) return;
  slowest_ = visit->took;
  slowest_stage_ = visit->stage;
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
  work.collector.Refuse(By(visit), reject);
}

Chain::Chain(Stages stages, ChainOptions options, const Clock& clock, Journal& journal, Observer& observer)
    : impl_(std::make_unique<Impl>(std::move(stages), std::move(options), clock, journal, observer)) {}
Chain::~Chain() = default;

void Chain::Refuse(const Input& input, const Reject& reject, std::vector<Output>* outputs) {
  impl_->RefuseWhole(input, reject, outputs);
}

Stateful* Chain::stateful() { return impl_->stateful(); }

void Chain::Replace(Stages stages) { impl_->Replace(std::move(stages)); }

void Chain::Apply(const Input& input, std::vector<Output>* outputs) { impl_->Run(input, nullptr, outputs); }

void Chain::ApplyWithout(const Input& input, const Culprit& culprit, std::vector<Output>* outputs) {
  impl_->Run(input, &culprit, outputs);
}

uint32_t Chain::slowest_stage() const { return impl_->slowest_stage(); }

std::vector<std::string_view> Chain::stage_names() const {
  std::vector<std::string_view> names;
  for (uint32_t stage = 0; stage < impl_->stage_count(); ++stage) names.push_back(impl_->stage_name(stage));
  return names;
}

}  // namespace marsad::pipeline
