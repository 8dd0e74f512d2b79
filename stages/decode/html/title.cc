#include "stages/decode/html/title.h"

#include <algorithm>
#include <string_view>

#include "lib/base/utf8.h"
#include "stages/decode/article/words.h"

namespace marsad::decode {
namespace {

constexpr size_t kUncutCharacters = 60;  // a headline that programs cut without a sign is longer

class Chooser {
 public:
  explicit Chooser(const TitleSources& sources) : sources_(sources), document_(Plain(sources.document)) {}

  std::string Choose() const {
    std::vector<std::string> candidates = {Plain(sources_.headline), Plain(sources_.item), Heading()};
    for (const std::string& shared : sources_.shared) {
      if (!IsBrand(shared)) candidates.push_back(Plain(shared));
    }
    candidates.push_back(Shown(document_));
    if (!IsSiteAlone()) candidates.push_back(document_);
    for (const std::string& titled : sources_.titled) candidates.push_back(Plain(titled));
    candidates.push_back(Plain(sources_.lead));
    candidates.push_back(document_);
    const auto chosen = std::ranges::find_if(candidates, [](const std::string& one) { return !one.empty(); });
    return chosen == candidates.end() ? sources_.document : Whole(*chosen);
  }

 private:
  // Without the site's name; empty if it is nothing else.
  std::string Plain(const std::string& title) const {
    return IsOneOf(title, sources_.sites) ? "" : WithoutSite(title, sources_.sites);
  }

  std::string Heading() const {
    std::vector<std::string> headings;
    for (const std::string& heading : sources_.headings) {
      if (std::string plain = Plain(heading); !plain.empty()) headings.push_back(std::move(plain));
    }
    if (headings.size() == 1) {
      if (std::string stated = StatedBelow(headings.front()); !stated.empty()) return stated;
      const std::string rest = BesideSite(headings.front());
      return rest.empty() ? headings.front() : rest;
    }
    for (const std::string& heading : headings) {
      if (IsStated(heading)) return heading;
    }
    return "";
  }

  // The h2 or h3 that the page states as its title if it does not state its h1, which then names the section; empty: none.
  std::string StatedBelow(const std::string& heading) const {
    constexpr ptrdiff_t kTelling = 4;  // blanks around three words
    if (IsStated(heading)) return "";
    for (const std::string& other : sources_.lesser) {
      if (std::ranges::count(WordsOf(other), ' ') >= kTelling && IsStated(other)) return Plain(other);
    }
    return "";
  }

  // Where the document's title is made of the heading and of another one, the heading is the name of the site: a blog's. The
  // other one; empty: it is not.
  std::string BesideSite(const std::string& heading) const {
    const std::string site = WordsOf(heading);
    const std::string document = WordsOf(sources_.document);
    for (const std::vector<std::string>* others : {&sources_.lesser, &sources_.titled}) {
      for (const std::string& other : *others) {
        const std::string words = WordsOf(other);
        if (words.size() < 2 || site.size() < 2 || words == site) continue;
        if (document == site + words.substr(1) || document == words + site.substr(1)) return other;
      }
    }
    return "";
  }

  // Whether the document's title is the name of its site and something around it ("Ministry of Works: news"), or has nothing
  // to do with what stands above the text.
  bool IsSiteAlone() const {
    constexpr ptrdiff_t kMostAround = 3;
    constexpr ptrdiff_t kTelling = 4;
    const auto count = [](const std::string& words) { return std::ranges::count(words, ' ') - 1; };
    const std::string document = WordsOf(document_);
    const auto holds = [&](const std::string& site) {
      const std::string words = WordsOf(site);
      return count(words) >= 2 && document.find(words) != std::string::npos &&
             count(document) <= count(words) + kMostAround;
    };
    const auto is_other = [&](const std::string& title) {
      return count(WordsOf(title)) >= kTelling && CompareTitles(title, document_) == Likeness::kNone;
    };
    const auto is_its_own = [&](const std::string& title) { return !Plain(title).empty(); };
    const bool has_other = std::ranges::any_of(sources_.titled, is_its_own) || is_its_own(sources_.lead);
    if (!has_other || document.empty()) return false;
    return std::ranges::any_of(sources_.sites, holds) || is_other(sources_.lead);
  }

  bool IsStated(const std::string& heading) const {
    const auto is_same = [&](const std::string& other) { return CompareTitles(heading, other) == Likeness::kSame; };
    return is_same(document_) || std::ranges::any_of(sources_.shared, is_same);
  }

  bool IsBrand(const std::string& shared) const {
    const auto words = [](std::string_view text) {
      const std::string all = WordsOf(text);
      return std::ranges::count(all, ' ');
    };
    const std::string brand = WordsOf(shared);
    if (brand.empty() || document_.empty()) return false;
    if (words(shared) * 2 > words(document_) + 1) return false;
    return CompareTitles(shared, document_) == Likeness::kNone || WordsOf(document_).find(brand) == std::string::npos;
  }

  // The heading that the document's title begins or ends with: the rest is the site's name, whatever it is.
  std::string Shown(const std::string& title) const {
    const std::string words = WordsOf(title);
    for (const std::vector<std::string>* headings : {&sources_.headings, &sources_.lesser}) {
      for (const std::string& heading : *headings) {
        const std::string shown = WordsOf(heading);
        if (std::ranges::count(shown, ' ') >= 3 && (words.starts_with(shown) || words.ends_with(shown))) return heading;
      }
    }
    return "";
  }

  // What begins as `title` does, which is cut.
  std::string Whole(const std::string& title) const {
    const bool is_cut = IsCut(title);
    if (!is_cut && CountCharacters(title) < kUncutCharacters) return title;
    std::vector<std::string> others = sources_.headings;
    if (is_cut) {
      others.insert(others.end(), sources_.lesser.begin(), sources_.lesser.end());
      for (const std::string& shared : sources_.shared) others.push_back(Plain(shared));
      others.push_back(document_);
    }
    const std::string stem = WordsOf(WithoutEllipsis(title));
    for (const std::string& other : others) {
      const std::string words = WordsOf(other);
      if (IsCut(other) || stem.empty() || words.size() <= stem.size()) continue;
      if (words.starts_with(std::string_view(stem).substr(0, stem.size() - 1))) return other;
    }
    return title;
  }

  const TitleSources& sources_;
  const std::string document_;
};

}  // namespace

std::string ChooseTitle(const TitleSources& sources) { return Chooser(sources).Choose(); }

}  // namespace marsad::decode
