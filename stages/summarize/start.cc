#include "stages/summarize/start.h"

#include <algorithm>
#include <optional>

#include "stages/summarize/tells.h"

namespace marsad::summarize {
namespace {

// Per mille of the title: what a filler must say more to be where the news begins, and an author's thesis may say less.
constexpr uint32_t kFillerShare = 300;
constexpr uint32_t kBackgroundShare = 500;  // of what something is known for, that the title announces
constexpr uint32_t kThesisShare = 300;
constexpr double kLoss = 2;  // what losses tell more than other facts

class StartFinder {
 public:
  StartFinder(Kind kind, std::span<const Facts> candidates, const TitleWords& title, const Weights& weights)
      : kind_(kind), candidates_(candidates), title_(title), weights_(weights) {}

  size_t Find() const {
    if (candidates_.empty()) return 0;
    if (kind_ == Kind::kList || kind_ == Kind::kLiveBlog) return FirstThatTells();
    if (kind_ != Kind::kReport) return FindByTitle();
    if (title_.is_quotation()) return FindAfterScene(FirstThatTells(), weights_.quotation);
    const size_t first = FirstThatTells();
    if (const std::optional<size_t> fact = FindBetweenPraise()) return *fact;
    if (const std::optional<size_t> decision = FindDecision(first)) return *decision;
    const size_t announcement = FindAnnouncement(first);
    if (announcement != first) return FirstDecision(announcement);
    const size_t start = FindByFacts(FindByTitle());
    return start < kLeadSentences ? FindUnannounced(start) : start;
  }

 private:
  // What a press release tells between sentences that sell: the first that tells nearly as much as the best one, losses before all.
  // Absent if it does not open so, or tells little.
  std::optional<size_t> FindBetweenPraise() const {
    constexpr ptrdiff_t kFewestPraises = 2;
    const auto opening = Opening();
    const auto sells = [](const Facts& facts) { return facts.praises && !(facts.acts && facts.figures > 0); };
    if (std::count_if(opening.begin(), opening.end(), sells) < kFewestPraises) return std::nullopt;
    const auto tells = [&](const Facts& facts) {
      const double filler = facts.is_filler ? 2 : 0;  // "In the course of the realignment", as losses are wrapped
      return sells(facts) ? 0 : Tells(facts) + (facts.loses ? kLoss + filler : 0);
    };
    return FirstOfBest(tells, weights_.quotation.news, weights_.of_best_news);
  }

  // After a routine opening ("The cabinet met") the first of the decisions, numbered or in a list, that tell something.
  std::optional<size_t> FindDecision(size_t first) const {
    constexpr double kHalf = 0.5;
    if (!candidates_[first].is_routine) return std::nullopt;
    const auto tells = [](const Facts& facts) { return facts.is_numbered || facts.is_item ? Tells(facts) : 0; };
    return FirstOfBest(tells, weights_.scene, kHalf);
  }

  // The first that `tells` `ratio` of what the best one does, if that is `least` or more.
  template <class Tell>
  std::optional<size_t> FirstOfBest(const Tell& tells, double least, double ratio) const {
    double best = 0;
    for (const Facts& facts : candidates_) best = std::max(best, tells(facts));
    if (best < least) return std::nullopt;
    const auto found = std::find_if(candidates_.begin(), candidates_.end(),
                                    [&](const Facts& facts) { return tells(facts) >= best * ratio; });
    return static_cast<size_t>(found - candidates_.begin());
  }

  // Where the news begins that no title announces, if the opening is an essay's or a scene; `start` if it is neither.
  size_t FindUnannounced(size_t start) const {
    const size_t thesis = FindThesis();
    if (thesis < candidates_.size() && IsEssay(thesis)) return thesis;
    if (!IsTeaser()) return start;
    const size_t lead = FindAfterScene(start, weights_.teaser);
    return IsFreshLead(candidates_[lead]) ? lead : start;
  }

  size_t FindByTitle() const {
    const size_t first = FirstThatTells();
    uint32_t best = 0;
    for (const Facts& facts : candidates_) best = std::max(best, Announces(facts));
    if (best < weights_.late_share || (kind_ == Kind::kReport && OpensWithNews(first))) return first;
    const auto found = std::find_if(candidates_.begin(), candidates_.end(), [&](const Facts& facts) {
      return Announces(facts) * 1000 >= best * weights_.late_ratio;
    });
    const auto start = static_cast<size_t>(found - candidates_.begin());
    if (kind_ == Kind::kReport && start >= kLeadSentences && !TellsMore(start)) return first;
    return start < kLeadSentences && kind_ == Kind::kReport ? InOpening(first, start) : FirstDecision(start);
  }

  // Whether it tells clearly more than each of the first sentences does.
  bool TellsMore(size_t candidate) const {
    const auto opening = Opening();
    return std::all_of(opening.begin(), opening.end(), [&](const Facts& facts) {
      return News(candidates_[candidate], title_) >= News(facts, title_) + weights_.late_more;
    });
  }

  // Where the news begins if `start`, among the first sentences, says most of the title.
  size_t InOpening(size_t first, size_t start) const {
    if (candidates_[start].is_filler) return first;  // a formula names who speaks, as the title
    return IsNewsAfterScene(first, start) ? start : std::min(start, first);
  }

  // Whether the first of the article's sentences that tells as the title does that something happened is the one at `start`, and
  // those before it say nothing of the title and tell little.
  bool IsNewsAfterScene(size_t first, size_t start) const {
    if (start <= first || !candidates_[start].acts) return false;
    return std::all_of(candidates_.begin() + static_cast<ptrdiff_t>(first),
                       candidates_.begin() + static_cast<ptrdiff_t>(start), [&](const Facts& facts) {
                         return Tells(facts) < weights_.scene && title_.Share(facts.title_bits) < weights_.scene_share;
                       });
  }

  // What the title announces if it comes after a routine opening: the first sentence that says most of the title and tells news,
  // clearly more than all before it, three of them at least or ones that tell nothing; `first` if there is none.
  size_t FindAnnouncement(size_t first) const {
    Said said;
    for (size_t i = first; i < candidates_.size(); ++i) {
      const Facts& facts = candidates_[i];
      if (MayBeLate(i - first, facts, said) && IsAnnouncement(facts, said)) return i;
      said.share = std::max(said.share, title_.Share(facts.title_bits));
      said.tells = std::max(said.tells, Tells(facts));
      said.deed = std::max(said.deed, title_.ShareOfDeed(facts.deed_bits));
      said.is_new = std::max(said.is_new, IsNew(facts, title_));
      said.happened |= facts.acts || Speaks(facts);
    }
    return first;
  }

  // What sentences before another one say, each at most.
  struct Said {
    uint32_t share = 0;  // of the title
    double tells = 0;
    uint32_t deed = 0;  // of what the title says of whom it names
    double is_new = 0;
    bool happened = false;
  };

  static bool MayBeLate(size_t before, const Facts& facts, const Said& said) {
    return before >= kLeadSentences || (before > 0 && said.tells <= 0 && IsFreshLead(facts));
  }

  bool IsAnnouncement(const Facts& facts, const Said& said) const {
    const bool happens = facts.acts || facts.has_score || (facts.figures > 0 && Speaks(facts));
    if (!happens || facts.is_filler) return false;
    if (IsDeed(facts, said)) return true;
    const uint32_t share = title_.Share(facts.title_bits);
    if (share < weights_.announcement_share) return false;
    if (Tells(facts) < said.tells + weights_.announcement_tells) return false;
    return (said.tells < weights_.scene && share >= said.share + weights_.announcement_more) ||
           (!said.happened && share >= said.share + weights_.routine_more);
  }

  // Whether it says what the title says of whom it names, after ceremony or a scene in which that person only appears.
  bool IsDeed(const Facts& facts, const Said& said) const {
    const uint32_t deed = title_.ShareOfDeed(facts.deed_bits);
    return deed >= weights_.announcement_share && said.deed <= weights_.actor_share &&
           said.is_new < weights_.scene_new && IsNew(facts, title_) >= said.is_new + weights_.late_new_more;
  }

  std::span<const Facts> Opening() const { return candidates_.first(std::min(kLeadSentences, candidates_.size())); }

  // Whether what stands before its thesis opens an essay, as far as it is among the first sentences: it tells nothing, and says "my"
  // or "we", or names nobody in three sentences under a title that announces nothing.
  bool IsEssay(size_t thesis) const {
    const auto opening = candidates_.first(std::min(kLeadSentences, thesis));
    const auto all = [&](auto is) { return std::all_of(opening.begin(), opening.end(), is); };
    if (opening.empty() || Tells(opening.front()) >= weights_.scene) return false;
    const bool is_scene = all([&](const Facts& facts) { return Tells(facts) < weights_.teaser.scene; });
    const bool is_personal = !all([](const Facts& facts) { return !facts.is_personal; });
    const bool names_nobody =
        opening.size() == kLeadSentences && all([](const Facts& facts) { return facts.names.empty(); });
    return is_scene && (is_personal || (names_nobody && IsTeaser()));
  }

  // The first sentence in which nobody but the author says what should be done; past the end if there is none.
  size_t FindThesis() const {
    const auto found = std::find_if(candidates_.begin(), candidates_.end(), [&](const Facts& facts) {
      return AuthorDemands(facts) && Tells(facts) >= kOpeningDemand;
    });
    return static_cast<size_t>(found - candidates_.begin());
  }

  // `start`, unless it or the article's first three sentences set a scene and another one tells news.
  size_t FindByFacts(size_t start) const {
    const double opening = OfThree(0);
    const double found = OfThree(start);
    if (opening >= weights_.scene && found >= weights_.scene) return start;
    double best = 0;
    for (const Facts& facts : candidates_) best = std::max(best, News(facts, title_));
    if (best < weights_.news || best < std::min(opening, found) + weights_.more_news) return start;
    const auto news = std::find_if(candidates_.begin(), candidates_.end(), [&](const Facts& facts) {
      return News(facts, title_) >= best * weights_.of_best_news;
    });
    if (news->joins && (!news->opens_paragraph || best < std::min(opening, found) + weights_.joined_more)) return start;
    return FirstDecision(static_cast<size_t>(news - candidates_.begin()));
  }

  // Whether no sentence that tells something says much of the title.
  bool IsTeaser() const {
    return std::none_of(candidates_.begin(), candidates_.end(), [&](const Facts& facts) {
      return Tells(facts) >= weights_.scene && title_.Share(facts.title_bits) >= weights_.teaser_share;
    });
  }

  // Under a title that announces nothing: `start`, unless it and what follows set a scene before a sentence that tells news.
  size_t FindAfterScene(size_t start, const SceneWeights& weights) const {
    double best = 0;
    for (const Facts& facts : candidates_) best = std::max(best, OpeningNews(facts));
    if (best < weights.news) return start;
    double scene = 0;
    size_t found = 0;
    for (; OpeningNews(candidates_[found]) < best * weights.of_best_news; ++found) {
      scene = std::max(scene, OpeningNews(candidates_[found]));
    }
    if (found < weights.least_scene) return start;
    return scene < weights.scene && best >= scene + weights.more_news ? FirstDecision(found) : start;
  }

  // Whether it begins a paragraph and does not go on from what stands before it.
  static bool IsFreshLead(const Facts& facts) {
    return facts.opens_paragraph && !facts.joins && !facts.needs_antecedent && facts.acts;
  }

  // What a sentence tells; a demand counts a little less, and one beside nothing else half.
  static double OpeningNews(const Facts& facts) {
    if (!Demands(facts)) return Tells(facts);
    const bool is_alone = !facts.acts && !facts.is_thesis && facts.figures == 0 && facts.names.empty();
    return Tells(facts) - kDemand + (is_alone ? kDemand / 2 : kOpeningDemand);
  }

  // What the one of three sentences tells and says of the title that does so most.
  double OfThree(size_t candidate) const {
    double most = 0;
    for (size_t i = candidate; i < std::min(candidate + kLeadSentences, candidates_.size()); ++i) {
      const double echo = weights_.echo * title_.Share(candidates_[i].title_bits) / 1000.0;
      most = std::max(most, OpeningNews(candidates_[i]) + echo);
    }
    return most;
  }

  size_t FirstThatTells() const {
    const auto found = std::find_if(candidates_.begin(), candidates_.end(), [&](const Facts& facts) {
      return !NeedsQuestion(facts) && (facts.is_thesis || !facts.is_filler || IsAnnounced(facts));
    });
    return AfterCaptions(found == candidates_.end() ? 0 : static_cast<size_t>(found - candidates_.begin()));
  }

  // `first`, or what comes after the captions there if that tells news, as much of the title's as they do, and does not go on
  // from what stands before it.
  size_t AfterCaptions(size_t first) const {
    size_t next = first;
    uint32_t share = 0;
    for (; next < candidates_.size() && candidates_[next].is_caption; ++next) {
      share = std::max(share, title_.Share(candidates_[next].title_bits));
    }
    if (kind_ != Kind::kReport || next == first || next == candidates_.size()) return first;
    const Facts& facts = candidates_[next];
    const bool is_lead = Tells(facts) >= weights_.caption_news && title_.Share(facts.title_bits) >= share;
    return is_lead && !facts.needs_antecedent && !facts.joins ? next : first;
  }

  // Whether a filler tells all the same what the title announces.
  bool IsAnnounced(const Facts& facts) const {
    const uint32_t share = title_.Share(facts.title_bits);
    const bool tells = facts.acts || facts.figures > 0;
    return kind_ == Kind::kReport && !facts.is_preamble &&
           ((tells && share >= kFillerShare) || (facts.is_background && share >= kBackgroundShare));
  }

  // Whether it is an answer too short to be understood without its question.
  bool NeedsQuestion(const Facts& facts) const {
    constexpr uint32_t kShort = 9;  // words, with a label
    return kind_ == Kind::kInterview && facts.needs_antecedent && facts.words < kShort;
  }

  uint32_t Announces(const Facts& facts) const {
    if (NeedsQuestion(facts)) return 0;
    const uint32_t share = title_.Share(facts.title_bits) + (facts.is_thesis ? kThesisShare : 0);
    const uint32_t less = facts.is_filler ? kFillerShare : 0;
    return share > less ? share - less : 0;
  }

  // Whether the sentences from `first` on, as far as they are among the article's first, say enough of what is announced.
  bool OpensWithNews(size_t first) const {
    if (first >= kLeadSentences) return false;
    if (Tells(candidates_[first]) >= weights_.opening_news) return true;
    uint64_t bits = 0;
    for (size_t i = first; i < std::min(kLeadSentences, candidates_.size()); ++i) bits |= candidates_[i].title_bits;
    const uint32_t speech = Speaks(candidates_[first]) ? weights_.opening_speech : 0;
    return title_.Share(bits) + speech >= weights_.opening_share;
  }

  // Of a decree's decisions: `start`, or the first of those right before it.
  size_t FirstDecision(size_t start) const {
    if (!candidates_[start].is_numbered) return start;
    while (start > 0 && candidates_[start - 1].is_numbered) --start;
    return start;
  }

  const Kind kind_;
  const std::span<const Facts> candidates_;
  const TitleWords& title_;
  const Weights& weights_;
};

}  // namespace

size_t FindStart(Kind kind, std::span<const Facts> candidates, const TitleWords& title, const Weights& weights) {
  return StartFinder(kind, candidates, title, weights).Find();
}

}  // namespace marsad::summarize
