#include "stages/weigh/stage.h"

#include <memory>

#include "marsad/config/v1/config.pb.h"
#include "marsad/v1/enriched.pb.h"
#include "stages/weigh/weigh.h"

namespace marsad::weigh {
namespace {

class WeighStage final : public pipeline::Enricher {
 public:
  explicit WeighStage(uint32_t most) : most_(most) {}

  std::string_view name() const override { return "weigh"; }
  std::string_view bundle() const override { return {}; }
  record::Field field() const override { return record::Field::kWeight; }

  pipeline::Enriched Enrich(const v1::EnrichedArticle& article) override {
    const v1::Tokens& tokens = article.text().tokens();
    if (tokens.gap_size() != tokens.length_size()) {
      return pipeline::Reject{pipeline::RejectCode::kBadField, "the tokens of \"text\" do not fit each other"};
    }
    v1::EnrichedArticle delta;
    delta.mutable_weight()->set_words(Weigh(static_cast<size_t>(tokens.length_size()), most_));
    return pipeline::RecordDelta{delta.SerializeAsString()};
  }

 private:
  const uint32_t most_;
};

}  // namespace

Result<pipeline::EnricherFactory> LoadWeigh(const config::v1::Config& config) {
  const auto most = static_cast<uint32_t>(config.weigh().most());
  return [most] { return std::make_unique<WeighStage>(most); };
}

}  // namespace marsad::weigh
