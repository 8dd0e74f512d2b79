#include "stages/summarize/gain.h"

#include <algorithm>
#include <array>
#include <utility>

#include "stages/summarize/tells.h"

namespace marsad::summarize {
namespace {

constexpr size_t kNamesThatCount = 3;
constexpr size_t kPartsThatCount = 2;
constexpr size_t kMostOfSet = 3;  // sentences
constexpr size_t kPool = 10;      // candidates of which every set is looked at
constexpr uint32_t kShort = 12;   // words

// Whether nothing in it is a fact: no name, nothing counted or that happens, nobody who says something, no demand.
bool IsDull(const Facts& facts) {
  return facts.names.empty() && facts.figures == 0 && !facts.acts && facts.speech.empty() && !Demands(facts) &&
         !facts.has_outcome && !facts.denies;
}

// Whether somebody without a name says it, and nothing happens.
bool IsUnnamed(const Facts& facts) {
  return !facts.speech.empty() && !Speaks(facts) && !facts.acts && !facts.has_outcome && !facts.denies;
}

bool Contains(std::span<const size_t> picked, size_t candidate) {
  return std::find(picked.begin(), picked.end(), candidate) != picked.end();
}

}  // namespace

void Told::Add(const Facts& facts) {
  words_ += facts.words;
  title_bits_ |= facts.title_bits;
  deed_bits_ |= facts.deed_bits;
  for (const Name& name : facts.names) names_.set(name.entity % kMostNames);
  said_ |= facts.said;
}

size_t Told::CountNewNames(const Facts& facts) const {
  std::bitset<kMostNames> found;
  for (const Name& name : facts.names) found.set(name.entity % kMostNames);
  return (found & ~names_).count();
}

uint32_t Told::ShareOfNewWords(const Facts& facts) const {
  const size_t all = facts.said.count();
  return all == 0 ? 1000 : static_cast<uint32_t>((facts.said & ~said_).count() * 1000 / all);
}

bool Gains::FollowsChosen(size_t candidate, Picked picked) const {
  return std::any_of(picked.begin(), picked.end(),
                     [&](size_t other) { return candidates_[other].number + 1 == candidates_[candidate].number; });
}

// Whether the sentence right before it is chosen and says who speaks.
bool Gains::FollowsSpeaker(size_t candidate, Picked picked) const {
  return std::any_of(picked.begin(), picked.end(), [&](size_t other) {
    return candidates_[other].number + 1 == candidates_[candidate].number && !candidates_[other].speech.empty();
  });
}

// Whether it says "this decision", and no chosen sentence before it says which: not the one right before it, and none names it.
bool Gains::RefersToNothing(size_t candidate, Picked picked) const {
  const uint64_t key = candidates_[candidate].refers;
  if (key == 0 || FollowsChosen(candidate, picked)) return false;
  return std::none_of(picked.begin(), picked.end(),
                      [&](size_t other) { return other < candidate && Says(candidates_[other], key); });
}

// Whether it may answer what somebody says in a chosen sentence not long before it; if the one before it in its paragraph says
// something, in that one.
bool Gains::IsAnswer(size_t candidate, Picked picked) const {
  constexpr size_t kNear = 10;  // sentences
  const bool follows_accuser = candidate > 0 && !candidates_[candidate].opens_paragraph &&
                               candidates_[candidate - 1].acts && Speaks(candidates_[candidate - 1]);
  const size_t near = follows_accuser ? 1 : kNear;
  return std::any_of(picked.begin(), picked.end(), [&](size_t other) {
    const Facts& facts = candidates_[other];
    return other < candidate && candidate - other <= near && (!facts.speech.empty() || facts.acts) && !facts.denies;
  });
}

// In sentences, from where the news begins. Once late news is told, what follows it comes first, then its setting.
size_t Gains::Distance(size_t candidate, Picked picked) const {
  const auto& late = ground_.late;
  if (!late || !Contains(picked, *late)) return candidate - ground_.start;
  return candidate > *late ? candidate - *late : candidate - ground_.start + 1;
}

// What the candidate adds to what others say, `told`, if `picked` are chosen. Its length is not counted.
double Gains::Of(size_t candidate, const Told& told, Picked picked) const {
  const Facts& facts = candidates_[candidate];
  if (ground_.introduction == candidate) return weights_.introduction;
  double gain = PositionGain(candidate, picked) + Worth(candidate, told, picked);
  if (facts.denies) gain += IsAnswer(candidate, picked) ? weights_.denial : weights_.denial_alone;
  if (ground_.late == candidate) return gain + weights_.late_news;  // a turn follows its setting
  if (facts.lacks_speaker && !FollowsSpeaker(candidate, picked)) return gain + weights_.lone_quotation;
  if (facts.is_fragment && ground_.kind == Kind::kReport) return gain + weights_.fragment;
  const bool is_orphan =
      (NeedsAnother(facts) && !FollowsChosen(candidate, picked)) || RefersToNothing(candidate, picked);
  if (!is_orphan) return gain;
  return gain + (ground_.kind == Kind::kInterview && facts.is_reply ? weights_.lone_reply : weights_.orphan);
}

// What it adds wherever it stands.
double Gains::Worth(size_t candidate, const Told& told, Picked picked) const {
  const Facts& facts = candidates_[candidate];
  const double parts = candidate < ground_.start ? 0 : PartGain(facts, told);
  return NoveltyGain(facts, told) + ContentGain(facts) + parts +
         (ground_.is_hard_news ? HardGain(candidate, told, picked) : 0);
}

// For the parts of the title that no chosen sentence says, if it tells something of them.
double Gains::PartGain(const Facts& facts, const Told& told) const {
  const bool is_background = facts.is_history || facts.is_background || facts.is_earlier || facts.is_routine;
  const bool is_aside = facts.is_filler || facts.is_aside || facts.praises || facts.evaluates;
  const bool is_service = ground_.kind == Kind::kLiveBlog && IsDull(facts);
  if (is_service || ground_.is_long || title_.is_quotation() || is_background || is_aside) return 0;
  const size_t parts = title_.CountNewParts(told.deed_bits() | told.title_bits(), facts.deed_bits | facts.title_bits);
  return weights_.part * static_cast<double>(std::min(parts, kPartsThatCount));
}

double Gains::PositionGain(size_t candidate, Picked picked) const {
  if (ground_.is_long && ground_.kind == Kind::kReport) return weights_.position / static_cast<double>(1 + candidate);
  if (candidate < ground_.start) {
    return ground_.has_newest_answer && candidate >= ground_.introduced ? weights_.earlier_answer : weights_.before;
  }
  const double position = ground_.kind == Kind::kInterview ? weights_.answer
                          : ground_.is_hard_news           ? weights_.hard_position
                                                           : weights_.position;
  return position / static_cast<double>(1 + Distance(candidate, picked));
}

// For what the title announces and the names that no chosen sentence has yet.
double Gains::NoveltyGain(const Facts& facts, const Told& told) const {
  const uint32_t announced = title_.is_quotation() ? 0 : title_.Share(facts.title_bits & ~told.title_bits());
  double gain = weights_.announced * announced / 1000.0;
  if (facts.acts && announced >= weights_.announcement_share) gain += weights_.announcement;
  const size_t names = std::min(told.CountNewNames(facts), kNamesThatCount);
  return gain + weights_.name * static_cast<double>(names) / kNamesThatCount;
}

// For what the sentence has or lacks, whatever is chosen.
double Gains::ContentGain(const Facts& facts) const {
  const bool is_caption_of_report = facts.is_caption && ground_.kind == Kind::kReport;
  const bool is_background =
      (facts.is_earlier || facts.is_history) && !ground_.is_long;  // which a long summary has room for
  const std::pair<bool, double> traits[] = {
      {!facts.figure.empty(), weights_.figure}, {Speaks(facts), weights_.speech},
      {IsEmpty(facts), weights_.empty},         {facts.evaluates, weights_.evaluation},
      {facts.is_filler, weights_.filler},       {ground_.is_hard_news && IsDull(facts), weights_.dull},
      {is_background, weights_.earlier},        {facts.is_routine || is_caption_of_report, weights_.routine},
  };
  double gain = 0;
  for (const auto& [holds, weight] : traits) gain += holds ? weight : 0;
  return gain;
}

// Beside news that tells much, facts are wanted: what the title promises, what is counted, what comes of it for people or in law;
// nothing again in other words, and of a match that turned not how it began.
double Gains::HardGain(size_t candidate, const Told& told, Picked picked) const {
  const Facts& facts = candidates_[candidate];
  const bool may_keep = !facts.is_earlier && !facts.is_background && !facts.is_history;  // a promise
  const uint32_t promised = may_keep ? title_.Share(facts.title_bits & ~told.title_bits()) : 0;
  double gain = weights_.promise * promised / 1000.0;
  if (facts.is_filler && !facts.is_preamble && !facts.is_objection && promised >= weights_.promised)
    gain -= weights_.filler;
  gain += weights_.counted * static_cast<double>(std::min<uint32_t>(facts.figures, 2)) / 2;
  if (TellsOutcome(candidate, picked)) gain += weights_.outcome;
  if (told.ShareOfNewWords(facts) < weights_.new_words) gain += weights_.repeats;
  if (facts.is_earlier) gain += weights_.hard_earlier;
  if (facts.is_history) gain += weights_.history;
  if (facts.is_formality) gain += weights_.formality;
  if (IsUnnamed(facts)) gain += weights_.unnamed;
  if (IsBuildUp(candidate)) gain += weights_.build_up;
  return gain;
}

// What comes of the news: right after a chosen sentence if it is short, elsewhere only with a figure or a name.
bool Gains::TellsOutcome(size_t candidate, Picked picked) const {
  const Facts& facts = candidates_[candidate];
  return facts.has_outcome &&
         (facts.figures > 0 || !facts.names.empty() || (facts.words <= kShort && FollowsChosen(candidate, picked)));
}

// Of a match in which who trailed won: the first goals, and what goes on from them in their paragraph.
bool Gains::IsBuildUp(size_t candidate) const {
  if (!ground_.is_comeback) return false;
  for (size_t i = candidate + 1; i > 0; --i) {
    const Facts& facts = candidates_[i - 1];
    if (facts.is_first_goal) return true;
    if (facts.opens_paragraph) return false;
  }
  return false;
}

// For each word over the budget; dearer from a sixth over on.
double Gains::LengthCost(uint32_t words, const Budget& budget) const {
  constexpr double kSixth = 1.0 / 6;
  const double over = words / static_cast<double>(std::max<size_t>(budget.words, 1)) - 1;
  const double too_long = ground_.is_hard_news ? weights_.too_long * std::max(over, 0.0) : 0;
  return too_long + weights_.far_too_long * std::max(over - kSixth, 0.0);
}

// What the sentences beside the first one of `set` add. Of what two of them say the one that comes before it has the merit.
double Gains::ValueOf(Picked set, const Budget& budget) const {
  Told told;
  told.Add(candidates_[set.front()]);
  uint32_t words = 0;
  for (const size_t candidate : set) words += candidates_[candidate].words;
  double value = LengthCost(words, budget);
  for (const size_t candidate : set.subspan(1)) {
    const Facts& facts = candidates_[candidate];
    value += Of(candidate, told, set) - (ground_.is_hard_news ? weights_.hard_least : weights_.least);
    const bool is_full = ground_.is_hard_news && ground_.kind == Kind::kReport && set.size() == kMostOfSet &&
                         (words - facts.words) * size_t{4} >= budget.words * 3;
    if (is_full && Worth(candidate, told, set) < weights_.worth) value += weights_.weak;
    told.Add(facts);
  }
  return value;
}

// The candidates that add most to where the news begins, in their order.
std::vector<size_t> Gains::Pool() const {
  Told told;
  told.Add(candidates_[ground_.start]);
  std::vector<std::pair<double, size_t>> ranked;
  for (size_t i = 0; i < candidates_.size(); ++i) {
    if (i != ground_.start) ranked.emplace_back(-Of(i, told, std::array{ground_.start}), i);
  }
  const size_t count = std::min(kPool, ranked.size());
  std::partial_sort(ranked.begin(), ranked.begin() + static_cast<ptrdiff_t>(count), ranked.end());
  std::vector<size_t> pool;
  for (size_t i = 0; i < count; ++i) pool.push_back(ranked[i].second);
  std::sort(pool.begin(), pool.end());
  return pool;
}

std::vector<size_t> Gains::ChooseSet(const Budget& budget) const {
  std::vector<size_t> best = {ground_.start};
  double most = ValueOf(best, budget);
  const auto consider = [&](Picked set) {
    const double value = ValueOf(set, budget);
    if (value <= most) return;
    most = value;
    best.assign(set.begin(), set.end());
  };
  if (budget.sentences < 2) return best;
  const std::vector<size_t> pool = Pool();
  for (size_t i = 0; i < pool.size(); ++i) {
    consider(std::array{ground_.start, pool[i]});
    for (size_t j = i + 1; budget.sentences >= kMostOfSet && j < pool.size(); ++j) {
      consider(std::array{ground_.start, pool[i], pool[j]});
    }
  }
  return best;
}

std::optional<size_t> Gains::BestOfRest(const Told& told, Picked picked) const {
  std::optional<size_t> best;
  double best_gain = weights_.least;
  for (size_t i = 0; i < candidates_.size(); ++i) {
    if (Contains(picked, i)) continue;
    const double gain = Of(i, told, picked);
    if (gain <= best_gain) continue;
    best = i;
    best_gain = gain;
  }
  return best;
}

std::vector<size_t> Gains::Choose(const Budget& budget) const {
  if (candidates_.empty() || budget.sentences == 0) return {};
  std::vector<size_t> picked = budget.is_long() ? std::vector{ground_.start} : ChooseSet(budget);
  Told told;
  for (const size_t candidate : picked) told.Add(candidates_[candidate]);
  // A summary that has not half of its words takes what else there is.
  const size_t words = budget.is_long() ? budget.words : budget.words / 2;
  while (picked.size() < budget.sentences && told.words() < words) {
    const std::optional<size_t> next = BestOfRest(told, picked);
    if (!next) break;
    told.Add(candidates_[*next]);
    picked.push_back(*next);
  }
  return picked;
}

}  // namespace marsad::summarize
