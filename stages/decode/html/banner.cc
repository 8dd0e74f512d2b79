#include "stages/decode/html/banner.h"

#include <gumbo.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "stages/decode/article/words.h"
#include "stages/decode/html/rules.h"
#include "stages/decode/html/text.h"
#include "stages/decode/html/walk.h"

namespace marsad::decode {
namespace {

constexpr int kFewestLinks = 3;        // of a menu
constexpr size_t kLongestTitle = 400;  // bytes

size_t Begin(const HtmlNode& node) { return node.v.element.start_pos.offset; }

std::string Words(const HtmlNode& node) { return WordsOf(TextOf(node, HtmlView()).text); }

// Links to pages of the site, as far as their addresses show it, between two elements.
class MenuCounter final : public HtmlVisitor {
 public:
  MenuCounter(const HtmlNode& from, const HtmlNode& to) : from_(from), to_(to) {}

  bool Enter(const HtmlNode& element) override {
    if (&element == &to_) is_over_ = true;
    if (&element == &from_) is_between_ = true;
    if (is_between_ && !is_over_ && element.v.element.tag == GUMBO_TAG_A) {
      const std::string_view href = AttributeOf(element, "href");
      links_ += !href.empty() && !href.starts_with('#') && href.substr(0, href.find('/')).find(':') == href.npos;
    }
    return !is_over_;
  }
  void Text(std::string_view) override {}
  void Leave() override {}

  int links() const { return is_over_ ? links_ : 0; }

 private:
  const HtmlNode& from_;
  const HtmlNode& to_;
  bool is_between_ = false;
  bool is_over_ = false;
  int links_ = 0;
};

// The last of `nodes` between `above` and the article's text.
const HtmlNode* Last(const std::vector<const HtmlNode*>& nodes, const HtmlNode& above, const HtmlMain& main) {
  const HtmlNode* last = nullptr;
  for (const HtmlNode* node : nodes) {
    if (Begin(*node) <= Begin(above) || Begin(*node) >= Begin(*main.first_prose)) continue;
    const std::string text = TextOf(*node, HtmlView()).text;
    if (!text.empty() && text.size() <= kLongestTitle) last = node;
  }
  return last;
}

// How often `words`, which begin and end with a blank, stand in `text`.
int Count(std::string_view text, std::string_view words) {
  int count = 0;
  for (size_t at = text.find(words); at != text.npos; at = text.find(words, at + words.size() - 1)) ++count;
  return count;
}

// Whether a link has nothing but these words.
class LinkFinder final : public HtmlVisitor {
 public:
  explicit LinkFinder(const std::string& words) : words_(words) {}

  bool Enter(const HtmlNode& element) override {
    if (found_ || element.v.element.tag != GUMBO_TAG_A) return !found_;
    found_ = Words(element) == words_;
    return false;
  }
  void Text(std::string_view) override {}
  void Leave() override {}

  bool found() const { return found_; }

 private:
  const std::string& words_;
  bool found_ = false;
};

// Whether `name` is that of the section, to which the page's menu leads: a word or two above a title of several.
bool IsSection(const std::string& name, const std::string& title, const HtmlNode& body) {
  constexpr ptrdiff_t kMostWords = 2;
  constexpr ptrdiff_t kTelling = 4;
  const auto count = [](const std::string& words) { return std::ranges::count(words, ' ') - 1; };
  if (name.empty() || count(name) > kMostWords || count(title) < kTelling) return false;
  LinkFinder links(name);
  WalkHtml(body, &links);
  return links.found();
}

// Whether the page states the h1 as its title.
bool IsStated(const std::string& name, const HtmlFacts& facts) {
  constexpr std::string_view kProperties[] = {"og:title", "twitter:title"};
  return std::ranges::any_of(
      kProperties, [&](std::string_view property) { return Count(WordsOf(facts.First({property})), name) > 0; });
}

// Whether a menu of the site stands between the h1 and the title.
bool IsAboveMenu(const HtmlNode& heading, const HtmlNode& title, const HtmlNode& body) {
  MenuCounter menu(heading, title);
  WalkHtml(body, &menu);
  return menu.links() >= kFewestLinks;
}

}  // namespace

std::optional<Banner> FindBanner(const HtmlFacts& facts, const HtmlMain& main) {
  if (facts.headings.size() != 1 || main.first_prose == nullptr || facts.body == nullptr) return std::nullopt;
  const HtmlNode& heading = *facts.headings.front();
  if (Begin(heading) >= Begin(*main.first_prose)) return std::nullopt;
  const HtmlNode* const titled = Last(facts.titled, heading, main);
  const HtmlNode* const title = titled != nullptr ? titled : Last(facts.lesser, heading, main);
  if (title == nullptr) return std::nullopt;
  const HtmlNode& body = *facts.body;
  const std::string name = Words(heading);
  if (name.empty() || name == Words(*title) || IsStated(name, facts)) return std::nullopt;
  const auto is_sites = [&] {
    return titled != nullptr || Count(WordsOf(facts.title), name) == 0 || Count(Words(body), name) > 1;
  };
  const bool is_banner = IsSection(name, Words(*title), body) || (IsAboveMenu(heading, *title, body) && is_sites());
  return is_banner ? std::optional(Banner{.name = &heading, .title = title}) : std::nullopt;
}

}  // namespace marsad::decode
