#include "lib/pipeline/chain.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "lib/pipeline/chain_checks.h"
#include "lib/pipeline/chain_rejects.h"
#include "lib/pipeline/collector.h"
#include "lib/pipeline/stage_caller.h"
#include "lib/pipeline/stateful_update.h"

namespace marsad::pipeline {
namespace {

using record::Field;

constexpr size_t kRoomForRuns = 4096;

double AgeSeconds(const std::optional<int64_t>& then, int64_t now) {
  return then ? std::max(0.0, static_cast<double>(now - *then) / 1e6) : -1;
}

// The record that is processed.
struct RecordContext : CalledFor {
  Collector& collector;
};

// A step's place in the chain, and the record's bytes beside its value.
struct StepContext {
  uint32_t stage = 0;
  size_t overhead = 0;
  Verdict done = Verdict::kOk;  // what is told of it if it did its work
};

StageIdentity IdentityOf(const StageCall& call) { return {call.name, call.bundle}; }

}  // namespace

class Chain::Impl {
 public:
  Impl(Stages stages, ChainOptions options, const Clock& clock, Journal& journal, Observer& observer)
      : options_(std::move(options)), clock_(clock), journal_(journal), observer_(observer), caller_(clock, journal) {
    Replace(std::move(stages));
  }

  void Replace(Stages stages);
  void Run(const Input& input, const Culprit* culprit, std::vector<Output>* outputs);
  void RefuseWhole(const Input& input, const Reject& reject, std::vector<Output>* outputs);
  uint32_t stage_count() const { return static_cast<uint32_t>(stages_.size()); }
  std::string_view stage_name(uint32_t stage) const { return NameOf(stages_[stage]); }
  uint32_t slowest_stage() const { return caller_.slowest_stage(); }
  Stateful* stateful() const { return stateful_; }

 private:
  // Largest record that a field may be added to make: what is above belongs to StageRuns.
  size_t max_bytes_before_runs() const {
    return options_.max_enriched_bytes - std::min(kRoomForRuns, options_.max_enriched_bytes / 4);
  }
  CollectorOptions Bounds() const;
  void Apply(const RecordContext& context);
  std::optional<Reject> CheckSize(const Input& input) const;
  void ForwardKill(const RecordContext& context);
  void Decode(const RecordContext& context);
  Decoded CallDecoder(const RecordContext& context, StageCall* call);
  std::optional<Reject> EmitArticle(const RecordContext& context, const StageCall& call, const KeyedArticle& article);
  void RunSteps(const RecordContext& context, uint32_t first, const Output& output);
  void Emit(const RecordContext& context, Output output);
  void RunEnricher(const RecordContext& context, Enricher& enricher, const StepContext& step);
  void RunStateful(const RecordContext& context, std::string_view key, const StepContext& step);
  std::optional<Reject> CallStateful(const RecordContext& context, std::string_view key, const StepContext& step,
                                     StageCall* call);
  void FoldKill(const RecordContext& context);
  std::optional<Reject> CallEnricher(const RecordContext& context, Enricher& enricher, const StepContext& step,
                                     StageCall* call);
  void ReportOutcome(const RecordContext& context, const StageCall& call, std::optional<Reject> failure,
                     Verdict done = Verdict::kOk);
  std::optional<Reject> AddField(Field own, std::string_view delta, size_t overhead);

  StageCall BeginCall(uint32_t stage) const { return caller_.Begin(stages_[stage], stage); }
  void AppendRun(const StageCall& call, const Reject* failure);
  void Report(const RecordContext& context, const StageCall& call, const StageResult& result);
  void Refuse(const RecordContext& context, const StageCall& call, const Reject& reject);

  Stages stages_;
  Decoder* decoder_ = nullptr;    // the first of the stages, if it is one
  Stateful* stateful_ = nullptr;  // the one that is
  ChainOptions options_;
  const Clock& clock_;
  Journal& journal_;
  Observer& observer_;
  record::Record record_;
  std::optional<StatefulUpdate> update_;  // of the article in record_, until it is emitted
  StageCaller caller_;
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
  caller_.BeginRecord();
  observer_.OnInput(input.value ? input.value->size() : 0);
  const CollectorOptions bounds = Bounds();
  Collector collector(input, bounds, outputs);
  const RecordContext context = {{input, culprit}, collector};
  if (culprit != nullptr && culprit->DiedIn(kOutsideStages)) {
    collector.OmitOriginal();
    Refuse(context, BeginCall(0), RejectCrash(*culprit, ", outside its stages"));
  } else {
    Apply(context);
  }
  collector.Finish(observer_);
  journal_.Leave();
}

void Chain::Impl::RefuseWhole(const Input& input, const Reject& reject, std::vector<Output>* outputs) {
  const CollectorOptions bounds = Bounds();
  Collector collector(input, bounds, outputs);
  Refuse({{input, nullptr}, collector}, BeginCall(0), reject);
  collector.Finish(observer_);
}

void Chain::Impl::Apply(const RecordContext& context) {
  const Input& input = context.input;
  if (!input.value) return ForwardKill(context);
  if (input.value->empty()) return Refuse(context, BeginCall(0), {RejectCode::kEmpty, "the value has no bytes"});
  if (const auto refused = CheckSize(input)) return Refuse(context, BeginCall(0), *refused);
  if (decoder_ != nullptr) return Decode(context);
  if (const auto parsed = record_.Parse(*input.value); !parsed) {
    return Refuse(context, BeginCall(0), {RejectCode::kMalformed, parsed.error().message});
  }
  Output output = OutputLike(input);
  RunSteps(context, 0, output);
  Emit(context, std::move(output));
}

std::optional<Reject> Chain::Impl::CheckSize(const Input& input) const {
  const size_t size = decoder_ != nullptr ? input.value->size() : OverheadOf(input) + input.value->size();
  const size_t limit = decoder_ != nullptr ? options_.max_raw_bytes : options_.max_enriched_bytes;
  if (size <= limit) return std::nullopt;
  return RejectTooLarge("the record", size, limit);
}

void Chain::Impl::ForwardKill(const RecordContext& context) {
  if (const auto refused = CheckKill(context.input, options_.max_enriched_bytes)) {
    return Refuse(context, BeginCall(0), *refused);
  }
  if (stateful_ != nullptr) return FoldKill(context);
  observer_.OnOutput({});
  Output output = OutputLike(context.input);
  // What an article has in Article.input.
  if (decoder_ != nullptr) record::KeepOriginal(PlaceOf(context.input, options_.input_topic), &output.headers);
  context.collector.Take(std::move(output));
  for (uint32_t stage = 0; stage < stage_count(); ++stage) Report(context, BeginCall(stage), {Verdict::kKilled});
}

// A stateful step knows what else the kill concerns, which a null value cannot say.
void Chain::Impl::FoldKill(const RecordContext& context) {
  Output output = ArticleOutputLike(context.input);
  output.key.emplace(*context.input.key);
  record_.Clear();
  if (const auto made = record_.Append(
          record::MakeCanceled(*output.key, context.input.timestamp, record::FindOriginal(context.input.headers)));
      !made) {
    return Refuse(context, BeginCall(0), RejectBroken(made.error().message));
  }
  update_.emplace(*stateful_, context.input);
  for (uint32_t stage = 0; stage < stage_count(); ++stage) {
    if (std::holds_alternative<std::unique_ptr<Stateful>>(stages_[stage])) {
      RunStateful(context, *output.key, {.stage = stage, .overhead = OverheadOf(output), .done = Verdict::kKilled});
    } else {
      Report(context, BeginCall(stage), {Verdict::kKilled});
    }
  }
  Emit(context, std::move(output));
}

void Chain::Impl::Decode(const RecordContext& context) {
  StageCall call = BeginCall(0);
  Decoded decoded = CallDecoder(context, &call);
  if (const Skip* skip = std::get_if<Skip>(&decoded)) return Report(context, call, {Verdict::kSkipped, skip->reason});
  if (const Reject* reject = std::get_if<Reject>(&decoded)) return Refuse(context, call, *reject);
  std::optional<Reject> refused;  // the first
  if (const Partial* partial = std::get_if<Partial>(&decoded)) {
    refused = partial->rejected;
    context.collector.Fail(IdentityOf(call), {}, partial->rejected, false);
  }
  for (KeyedArticle& article : ArticlesOf(decoded)) {
    context.collector.BeginArticle();
    if (auto reject = EmitArticle(context, call, article)) {
      if (!refused) refused = *reject;
      context.collector.Fail(IdentityOf(call), article.key, std::move(*reject), false);
    }
    article = {};  // what has become an output is not kept twice
  }
  if (!refused) return Report(context, call, {Verdict::kOk});
  const bool is_part = context.collector.taken() > 0;
  Report(context, call, {is_part ? Verdict::kFailed : Verdict::kRejected, Name(refused->code), refused->detail});
}

Decoded Chain::Impl::CallDecoder(const RecordContext& context, StageCall* call) {
  return caller_.Call<Decoded>(context, call,
                               [&] { return decoder_->Decode(InputRecordOf(context.input, options_.input_topic)); });
}

std::optional<Reject> Chain::Impl::EmitArticle(const RecordContext& context, const StageCall& call,
                                               const KeyedArticle& article) {
  if (article.key.empty()) return RejectBroken("the decoder gave an article without a key");
  if (auto full = context.collector.CheckRoom(0)) return full;
  Output output = ArticleOutputLike(context.input);
  output.key = article.key;
  const size_t overhead = OverheadOf(output);
  // Before its stages run: what cannot go on costs no more than this.
  if (auto full = context.collector.CheckRoom(overhead + article.delta.size())) return full;
  record_.Clear();
  if (auto refused = AddField(Field::kArticle, article.delta, overhead)) return refused;
  AppendRun(call, nullptr);
  RunSteps(context, 1, output);
  if (auto full = context.collector.CheckRoom(overhead + record_.bytes().size())) {
    update_.reset();  // rolled back
    return full;
  }
  Emit(context, std::move(output));
  return std::nullopt;
}

// What record_ holds goes through the stages from `first` on, to become the value of `output`.
void Chain::Impl::RunSteps(const RecordContext& context, uint32_t first, const Output& output) {
  const size_t overhead = OverheadOf(output);
  update_.reset();
  if (stateful_ != nullptr) update_.emplace(*stateful_, context.input);
  for (uint32_t stage = first; stage < stage_count(); ++stage) {
    const StepContext step = {.stage = stage, .overhead = overhead};
    if (auto* enricher = std::get_if<std::unique_ptr<Enricher>>(&stages_[stage]))
      RunEnricher(context, **enricher, step);
    if (std::holds_alternative<std::unique_ptr<Stateful>>(stages_[stage])) {
      RunStateful(context, output.key.value_or(""), step);
    }
    if (std::holds_alternative<std::unique_ptr<Relay>>(stages_[stage])) {
      Report(context, BeginCall(stage), {Verdict::kOk});
    }
  }
}

void Chain::Impl::Emit(const RecordContext& context, Output output) {
  output.value.emplace(record_.bytes());
  const record::Times times = record_.times();
  const int64_t now = clock_.UnixMicros();
  observer_.OnOutput({.bytes = output.value->size(),
                      .since_received_seconds = AgeSeconds(times.received, now),
                      .since_published_seconds = AgeSeconds(times.published, now),
                      .contents = record::Count(*output.value)});
  context.collector.Take(std::move(output));
  if (!update_) return;
  update_->Commit(&context.collector);
  update_.reset();
}

void Chain::Impl::RunEnricher(const RecordContext& context, Enricher& enricher, const StepContext& step) {
  StageCall call = BeginCall(step.stage);
  record_.Strip(enricher.field(), enricher.name());
  std::optional<Reject> failure = CallEnricher(context, enricher, step, &call);
  AppendRun(call, failure ? &*failure : nullptr);
  ReportOutcome(context, call, std::move(failure));
}

// REQUIRES: update_ is that of the article.
void Chain::Impl::RunStateful(const RecordContext& context, std::string_view key, const StepContext& step) {
  StageCall call = BeginCall(step.stage);
  record_.Strip(stateful_->field(), stateful_->name());
  std::optional<Reject> failure = CallStateful(context, key, step, &call);
  if (failure) update_->RollBack();
  AppendRun(call, failure ? &*failure : nullptr);
  ReportOutcome(context, call, std::move(failure), step.done);
}

// Empty if the article has its field.
std::optional<Reject> Chain::Impl::CallStateful(const RecordContext& context, std::string_view key,
                                                const StepContext& step, StageCall* call) {
  if (auto missing = CheckNeeds(stateful_->needs(record_.message()), record_)) return missing;
  auto folded = caller_.Call<Enriched>(context, call, [&] { return update_->Fold(key, record_.message()); });
  if (Reject* reject = std::get_if<Reject>(&folded)) return std::move(*reject);
  return AddField(stateful_->field(), std::get<RecordDelta>(folded).bytes, step.overhead);
}

// What became of the article in one stage.
void Chain::Impl::ReportOutcome(const RecordContext& context, const StageCall& call, std::optional<Reject> failure,
                                Verdict done) {
  if (!failure) return Report(context, call, {done});
  Report(context, call, {Verdict::kFailed, Name(failure->code), failure->detail});
  // The letter of the stage that failed first is enough: sent again, the record passes this one too.
  if (failure->code == RejectCode::kUpstreamFailed) return;
  context.collector.Fail(IdentityOf(call), record_.uri(), std::move(*failure), true);
}

// Empty if the article has its field.
std::optional<Reject> Chain::Impl::CallEnricher(const RecordContext& context, Enricher& enricher,
                                                const StepContext& step, StageCall* call) {
  if (auto missing = CheckNeeds(enricher.needs(), record_)) return missing;
  auto enriched = caller_.Call<Enriched>(context, call, [&] { return enricher.Enrich(record_.message()); });
  if (Reject* reject = std::get_if<Reject>(&enriched)) return std::move(*reject);
  return AddField(enricher.field(), std::get<RecordDelta>(enriched).bytes, step.overhead);
}

std::optional<Reject> Chain::Impl::AddField(Field own, std::string_view delta, size_t overhead) {
  if (!record::HoldsOnly(delta, own)) return RejectBroken("the stage gave something else than its own field");
  const size_t size = overhead + record_.bytes().size() + delta.size();
  if (size > max_bytes_before_runs()) return RejectTooLarge("the enriched record", size, max_bytes_before_runs());
  if (const auto added = record_.Append(delta); !added) return RejectBroken(added.error().message);
  return std::nullopt;
}

void Chain::Impl::AppendRun(const StageCall& call, const Reject* failure) {
  record_.AppendRun({.stage = call.name,
                     .build = options_.build,
                     .bundle = call.bundle,
                     .failure = failure,
                     .started_micros = call.started_micros,
                     .finished_micros = call.finished_micros});
}

void Chain::Impl::Report(const RecordContext& context, const StageCall& call, const StageResult& result) {
  observer_.OnStage({.stage = call.name,
                     .verdict = result.verdict,
                     .reason = result.reason,
                     .detail = result.detail,
                     .took = call.took,
                     .partition = context.input.partition,
                     .offset = context.input.offset});
}

void Chain::Impl::Refuse(const RecordContext& context, const StageCall& call, const Reject& reject) {
  Report(context, call, {Verdict::kRejected, Name(reject.code), reject.detail});
  context.collector.Refuse(IdentityOf(call), reject);
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
