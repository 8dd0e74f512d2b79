#include "tools/tagger/calibrate.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "tools/tagger/scoring.h"

namespace marsad::tag {
namespace {

constexpr size_t kMostGroups = 20;
constexpr size_t kLeastNames = 25;  // of a group

struct Group {
  double names = 0;
  double stated = 0;  // sum
  double right = 0;
  double Share() const { return right / names; }
  void Take(const Group& other) {
    names += other.names;
    stated += other.stated;
    right += other.right;
  }
};

uint16_t PerMille(double share) { return static_cast<uint16_t>(std::lround(share * 1000)); }

}  // namespace

std::vector<JudgedName> JudgeNames(const std::vector<TrainingDocument>& documents,
                                   const std::shared_ptr<const Model>& model) {
  ModelRunner runner(model);
  std::vector<JudgedName> judged;
  for (size_t number = 0; number < documents.size(); ++number) {
    const TrainingDocument& document = documents[number];
    std::vector<Sequence> sentences;
    for (const auto& sentence : document.sentences) sentences.push_back(sentence->words);
    const std::vector<Labelled> answers = runner.Run(sentences);
    for (size_t i = 0; i < answers.size(); ++i) {
      const std::vector<LabelledName> gold = NamesOf(document.sentences[i]->gold);
      for (const LabelledName& name : NamesOf(answers[i].labels)) {
        const bool is_right =
            std::any_of(gold.begin(), gold.end(), [&](const LabelledName& one) { return AreAlike(one, name); });
        judged.push_back({StatedConfidence(answers[i], name.begin, name.end), is_right, number});
      }
    }
  }
  return judged;
}

Calibration LearnCalibration(std::vector<JudgedName> names) {
  std::stable_sort(names.begin(), names.end(),
                   [](const JudgedName& a, const JudgedName& b) { return a.stated < b.stated; });
  const size_t size = std::max(kLeastNames, names.size() / kMostGroups);
  std::vector<Group> groups;
  Group group;
  for (size_t i = 0; i < names.size(); ++i) {
    group.Take({1, names[i].stated / 1000.0, names[i].is_right ? 1.0 : 0.0});
    const bool is_last = i + 1 == names.size();
    if (!is_last && (group.names < static_cast<double>(size) || names[i + 1].stated == names[i].stated)) continue;
    groups.push_back(group);
    group = {};
    while (groups.size() > 1 && groups.back().Share() <= groups[groups.size() - 2].Share()) {
      const Group last = groups.back();
      groups.pop_back();
      groups.back().Take(last);
    }
  }
  std::vector<Calibration::Point> points;
  for (const Group& one : groups) {
    const Calibration::Point point{PerMille(one.stated / one.names), PerMille(one.Share())};
    if (points.empty() || point.stated > points.back().stated) points.push_back(point);
  }
  return Calibration(std::move(points));
}

namespace {

// Sums, until Divide().
void Count(const std::vector<JudgedName>& names, const Calibration& calibration, ConfidenceBins* bins) {
  for (const JudgedName& name : names) {
    const uint16_t confidence = calibration.Of(name.stated);
    ConfidenceBin& bin = (*bins)[std::min<size_t>(confidence / 100, bins->size() - 1)];
    ++bin.names;
    bin.stated += confidence / 1000.0;
    bin.right += name.is_right ? 1 : 0;
  }
}

void Divide(ConfidenceBins* bins) {
  for (ConfidenceBin& bin : *bins) {
    if (bin.names == 0) continue;
    bin.stated /= static_cast<double>(bin.names);
    bin.right /= static_cast<double>(bin.names);
  }
}

}  // namespace

ConfidenceBins BinsOf(const std::vector<JudgedName>& names, const Calibration& calibration) {
  ConfidenceBins bins;
  Count(names, calibration, &bins);
  Divide(&bins);
  return bins;
}

ConfidenceBins CrossFittedBins(const std::vector<JudgedName>& names, size_t folds) {
  size_t documents = 0;
  for (const JudgedName& name : names) documents = std::max(documents, name.document + 1);
  ConfidenceBins bins;
  for (size_t fold = 0; fold < folds; ++fold) {
    std::vector<JudgedName> judged, others;
    for (const JudgedName& name : names) (name.document * folds / documents == fold ? judged : others).push_back(name);
    Count(judged, LearnCalibration(std::move(others)), &bins);
  }
  Divide(&bins);
  return bins;
}

double LargestDifference(const ConfidenceBins& bins, size_t least) {
  double largest = 0;
  for (const ConfidenceBin& bin : bins) {
    if (bin.names >= least) largest = std::max(largest, std::abs(bin.stated - bin.right));
  }
  return largest;
}

std::string Print(const ConfidenceBins& bins) {
  std::string text;
  for (const ConfidenceBin& bin : bins) {
    if (bin.names == 0) continue;
    char line[64];
    std::snprintf(line, sizeof line, "  %6zu  %.3f  %.3f\n", bin.names, bin.stated, bin.right);
    text += line;
  }
  return text;
}

}  // namespace marsad::tag
