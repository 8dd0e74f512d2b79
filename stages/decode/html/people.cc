#include "stages/decode/html/people.h"

#include <gumbo.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "stages/decode/article/byline.h"
#include "stages/decode/article/clean.h"
#include "stages/decode/html/rules.h"
#include "stages/decode/html/text.h"
#include "stages/decode/html/walk.h"

namespace marsad::decode {
namespace {

constexpr size_t kLongestName = 200;  // bytes: what is longer tells about the author
constexpr size_t kMaxChunks = 50;

bool NamesOne(const GumboNode& node) {
  const std::string_view classes = AttributeOf(node, "class");
  return HasToken(AttributeOf(node, "itemprop"), "name") || HasToken(AttributeOf(node, "rel"), "author") ||
         HasToken(classes, "fn") || HasToken(classes, "author-name") || HasToken(classes, "byline-name");
}

// Takes an element apart into the texts between its tags.
class Chunks final : public HtmlVisitor {
 public:
  bool Enter(const HtmlNode& node) override {
    const HtmlRule rule = RuleFor(node);
    if (rule.flow == HtmlFlow::kLeftOut) return false;
    if (depth_ > 0 && NamesOne(node)) {
      named_.push_back(TextOf(node, HtmlView()).text);
      return false;
    }
    ++depth_;
    links_ += rule.mark == MarkKind::kLink ? 1 : 0;
    is_link_.push_back(rule.mark == MarkKind::kLink);
    return true;
  }

  void Text(std::string_view text) override {
    std::string line = CleanLine(text).text;
    if (line.empty() || texts_.size() >= kMaxChunks) return;
    (links_ > 0 ? linked_ : texts_).push_back(line);
    if (links_ > 0) texts_.push_back(std::move(line));
  }

  void Leave() override {
    --depth_;
    links_ -= is_link_.back() ? 1 : 0;
    is_link_.pop_back();
  }

  const std::vector<std::string>& named() const { return named_; }
  const std::vector<std::string>& linked() const { return linked_; }
  const std::vector<std::string>& texts() const { return texts_; }

 private:
  size_t depth_ = 0;
  size_t links_ = 0;
  std::vector<bool> is_link_;
  std::vector<std::string> named_;
  std::vector<std::string> linked_;
  std::vector<std::string> texts_;
};

// Of each text on its own; `first_only`: of the first that holds a name.
std::vector<std::string> NamesOf(const std::vector<std::string>& texts, bool first_only) {
  std::vector<std::string> names;
  for (const std::string& text : texts) {
    if (text.size() > kLongestName || IsBylineWord(text)) continue;
    for (std::string& name : AuthorsIn(text)) {
      if (std::ranges::find(names, name) == names.end()) names.push_back(std::move(name));
    }
    if (first_only && !names.empty()) break;
  }
  return names;
}

}  // namespace

std::vector<std::string> NamesIn(const HtmlNode& element) {
  Chunks chunks;
  WalkHtml(element, &chunks);
  if (!chunks.named().empty()) return NamesOf(chunks.named(), false);
  if (std::vector<std::string> names = NamesOf(chunks.linked(), false); !names.empty()) return names;
  return NamesOf(chunks.texts(), true);
}

}  // namespace marsad::decode
