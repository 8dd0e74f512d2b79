#include "cli/demo/tracker.h"

#include <fmt/format.h>

#include <algorithm>

#include "marsad/v1/dead_letter.pb.h"
#include "marsad/v1/enriched.pb.h"

namespace marsad::cli {
namespace {

// Tells the outcomes of one record apart: a feed makes several articles.
std::string Identity(const Arrival& arrival) {
  if (arrival.dead) return "dead " + arrival.dead->stage();
  if (!arrival.article) return "kill";
  return fmt::format("article {} {}", arrival.article->article().input().index(), arrival.key);
}

std::string WhyWrong(const Sample& sample, const Arrival& arrival) {
  if (arrival.dead) {
    std::string letter = fmt::format("{} by {}: {}", v1::DeadLetter::Code_Name(arrival.dead->code()),
                                     arrival.dead->stage(), arrival.dead->detail());
    return sample.expected == Expected::kDead ? "" : "was refused as " + letter;
  }
  if (sample.expected == Expected::kDead) return "became an article though it should have been refused";
  if (!arrival.article) return sample.expected == Expected::kKill ? "" : "became a kill";
  if (sample.expected == Expected::kKill) return "became an article though it is a kill";
  for (const v1::StageRun& run : arrival.article->runs()) {
    if (run.status() == v1::StageRun::FAILED)
      return fmt::format("went on without {}, which failed ({})", run.stage(), run.code());
  }
  bool corrects = arrival.article->article().has_correction() && arrival.article->article().version() > 1;
  return sample.expected == Expected::kCorrection && !corrects ? "arrived, but not as a correction" : "";
}

}  // namespace

Tracker::Tracker(const std::vector<Item>& items) : items_(items), seen_(items.size()), wrong_(items.size()) {}

bool Tracker::Note(size_t index, const Arrival& arrival) {
  if (index >= items_.size()) return false;
  std::vector<std::string>& seen = seen_[index];
  std::string identity = Identity(arrival);
  if (std::find(seen.begin(), seen.end(), identity) != seen.end()) return false;
  if (seen.empty()) ++outcomes_;
  seen.push_back(std::move(identity));
  if (!items_[index].any_outcome && wrong_[index].empty()) wrong_[index] = WhyWrong(items_[index].sample, arrival);
  return true;
}

std::vector<std::string> Tracker::Problems() const {
  std::vector<std::string> problems;
  for (size_t i = 0; i < items_.size(); ++i) {
    if (seen_[i].empty()) {
      problems.push_back(items_[i].name + ": nothing came of it");
    } else if (!wrong_[i].empty()) {
      problems.push_back(items_[i].name + " " + wrong_[i]);
    }
  }
  return problems;
}

}  // namespace marsad::cli
