#include "stages/cluster/stage.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <variant>

#include "marsad/config/v1/config.pb.h"
#include "marsad/v1/enriched.pb.h"
#include "stages/cluster/contract/bundle_file.h"
#include "stages/cluster/contract/record_reader.h"
#include "stages/cluster/contract/state_codec.h"
#include "stages/cluster/contract/story_writer.h"

namespace marsad::cluster {
namespace {

using pipeline::Folded;
using pipeline::Reject;
using pipeline::RejectCode;

constexpr std::array<pipeline::Need, 1> kNeeds = {{{record::Field::kText, "normalize"}}};
constexpr int64_t kHourMillis = 3'600'000;
constexpr int64_t kMoreHours = 6;  // for a stage that stood still, and whatever time the broker's sweep takes

// Its input has one partition (stages/table.cc), so there is one memory.
class ClusterStage final : public pipeline::Stateful {
 public:
  ClusterStage(std::shared_ptr<const ClusterModel> model, std::string bundle, const ClusterLimits& limits)
      : model_(std::move(model)), bundle_(std::move(bundle)), limits_(limits), cluster_(model_, limits_) {}

  std::string_view name() const override { return "cluster"; }
  std::string_view bundle() const override { return bundle_; }
  record::Field field() const override { return record::Field::kStory; }

  // A kill or hold must reach whoever was told, though nothing be known of its text.
  std::span<const pipeline::Need> needs(const v1::EnrichedArticle& article) const override {
    const v1::Article::PubStatus status = article.article().pub_status();
    if (status == v1::Article::CANCELED || status == v1::Article::WITHHELD) return {};
    return kNeeds;
  }

  std::variant<Folded, Reject> Fold(const pipeline::Place& place, std::string_view key,
                                    const v1::EnrichedArticle& article) override {
    if (key.empty() || article.article().uri() != key) {
      return Reject{RejectCode::kBadField, "the record's key is not the uri of its article"};
    }
    const Result<ArticleView> view = reader_.Read(article, place.offset.value());
    if (!view) return Reject{RejectCode::kBadField, "text.tokens: " + view.error().message};
    const Outcome outcome = cluster_.Fold(*view);
    Folded folded;
    v1::EnrichedArticle delta;
    WriteStory(outcome, delta.mutable_story());
    folded.delta.bytes = delta.SerializeAsString();
    for (const std::string& uri : outcome.changed_states) folded.state.push_back(StateRecordOf(uri, place));
    return folded;
  }

  Mark SetMark() override { return cluster_.SetMark(); }
  void RollBack(Mark mark) override { cluster_.RollBack(mark); }
  void Settle() override { cluster_.Settle(); }

  Result<void> Restore(Partition partition, std::string_view key, std::optional<std::string_view> value) override {
    if (partition != Partition()) return Fail("cluster keeps its state in one partition: make the topic anew");
    if (!value) {
      cluster_.Restore(key, std::nullopt);
      return {};
    }
    Result<StoredState> stored = DecodeState(*value, bundle_);
    if (!stored) return Fail("key \"" + std::string(key) + "\": " + stored.error().message);
    cluster_.Restore(key, std::move(stored->state));
    restored_ = std::max(restored_.value_or(Offset()), Offset(stored->offset).next());
    return {};
  }

  void Forget(Partition) override {
    cluster_ = Cluster(model_, limits_);
    restored_.reset();
  }

  std::optional<Offset> Restored(Partition) const override { return restored_; }

  std::optional<pipeline::Remembered> Sizes() const override {
    const ClusterSizes sizes = cluster_.Sizes();
    return pipeline::Remembered{.entries = sizes.articles, .most = limits_.most_articles, .bytes = sizes.bytes};
  }

 private:
  pipeline::StateRecord StateRecordOf(const std::string& uri, const pipeline::Place& place) const {
    const std::optional<ArticleState> state = cluster_.StateOf(uri);
    if (!state) return {uri, std::nullopt};
    return {uri, EncodeState(*state, {.bundle = bundle_, .offset = place.offset.value()})};
  }

  const std::shared_ptr<const ClusterModel> model_;
  const std::string bundle_;
  const ClusterLimits limits_;
  RecordReader reader_;
  Cluster cluster_;
  std::optional<Offset> restored_;
};

ClusterLimits LimitsOf(const config::v1::Cluster& options) {
  ClusterLimits limits;
  limits.window_millis = options.window_hours() * kHourMillis;
  limits.thin_millis = std::max(limits.thin_millis, limits.window_millis);
  limits.most_articles = static_cast<size_t>(options.max_articles());
  return limits;
}

}  // namespace

Result<pipeline::StatefulFactory> LoadCluster(const config::v1::Config& config) {
  auto loaded = LoadBundle(config.cluster().bundle());
  if (!loaded) return Fail("cluster.bundle: " + loaded.error().message);
  return pipeline::StatefulFactory([model = loaded->bundle, sum = loaded->sum, limits = LimitsOf(config.cluster())] {
    return MakeCluster(model, sum, limits);
  });
}

int64_t StateHours(const config::v1::Config& config) {
  return LimitsOf(config.cluster()).thin_millis / kHourMillis + kMoreHours;
}

std::unique_ptr<pipeline::Stateful> MakeCluster(std::shared_ptr<const ClusterModel> model, std::string bundle,
                                                const ClusterLimits& limits) {
  return std::make_unique<ClusterStage>(std::move(model), std::move(bundle), limits);
}

}  // namespace marsad::cluster
