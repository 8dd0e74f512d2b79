// marsad-tag with traps, for the matrix of faults: an article whose body begins with "trap: WHAT" and a line feed breaks
// the process, or holds it up, as a defect of a stage would. Everything else is the stage and the shell that ship.
//   segfault, abort    the process dies
//   loop               it never comes back; the watchdog ends it
//   slow               it takes 100 ms
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <memory>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "lib/app/service.h"
#include "marsad/v1/enriched.pb.h"
#include "stages/table.h"
#include "stages/tag/stage.h"

namespace {

using marsad::Result;
using marsad::pipeline::Enricher;
using marsad::pipeline::EnricherFactory;

void Spring(std::string_view body) {
  constexpr std::string_view kMark = "trap: ";
  if (!body.starts_with(kMark)) return;
  const std::string_view what = body.substr(kMark.size(), body.find('\n') - kMark.size());
  if (what == "segfault") std::raise(SIGSEGV);
  if (what == "abort") std::abort();
  if (what == "slow") std::this_thread::sleep_for(std::chrono::milliseconds(100));
  for (volatile bool is_stuck = what == "loop"; is_stuck;) continue;
}

class Trap final : public Enricher {
 public:
  explicit Trap(std::unique_ptr<Enricher> inner) : inner_(std::move(inner)) {}

  std::string_view name() const override { return inner_->name(); }
  std::string_view bundle() const override { return inner_->bundle(); }
  marsad::record::Field field() const override { return inner_->field(); }
  marsad::pipeline::Enriched Enrich(const marsad::v1::EnrichedArticle& article) override {
    Spring(article.article().body());
    return inner_->Enrich(article);
  }

 private:
  std::unique_ptr<Enricher> inner_;
};

Result<EnricherFactory> LoadTrap(const marsad::config::v1::Config& config) {
  auto inner = marsad::tag::LoadTag(config);
  if (!inner) return inner;
  return EnricherFactory([make = std::move(*inner)] { return std::make_unique<Trap>(make()); });
}

}  // namespace

int main(int argc, char** argv) {
  const marsad::app::StageTable shipped = marsad::stages::Table();
  std::vector<marsad::app::StageEntry> table(shipped.begin(), shipped.end());
  for (marsad::app::StageEntry& row : table) {
    if (row.load_enricher == marsad::tag::LoadTag) row.load_enricher = LoadTrap;
  }
  return marsad::app::RunStage(argc, argv, table, "tag");
}
