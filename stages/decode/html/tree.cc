#include "stages/decode/html/tree.h"

#include <gumbo.h>

#include <algorithm>
#include <csetjmp>
#include <cstring>
#include <utility>
#include <vector>

#include "stages/decode/article/clean.h"

namespace marsad::decode {
namespace {

constexpr size_t kBlockBytes = 64U << 10;
constexpr size_t kAlignment = alignof(std::max_align_t);

// Elements times their depth times the square of their attributes: what gumbo compares at most for formatting elements.
// A page of 2 MB comes to some 50 million.
constexpr uint64_t kMaxWork = uint64_t{1} << 30;

// After it a page's head is over, and <frameset> is passed over.
constexpr std::string_view kFragmentContext = "<body>";

enum class Bound { kNone, kDepth, kAttributes, kWork, kMemory };

std::string Sentence(Bound bound, size_t max_depth) {
  switch (bound) {
    case Bound::kDepth:
      return "the elements of the HTML lie more than " + std::to_string(max_depth) +
             " levels deep inside each other; allowed are " + std::to_string(max_depth) +
             (max_depth < kMaxHtmlDepth ? " (limits.nesting)" : "");
    case Bound::kAttributes:
      return "a tag of the HTML has more than " + std::to_string(kMaxHtmlAttributes) + " attributes; allowed are " +
             std::to_string(kMaxHtmlAttributes);
    case Bound::kWork:
      return "too many tags of the HTML have too many attributes at too great a depth";
    case Bound::kMemory:
    case Bound::kNone:
      break;
  }
  return "the tree of the HTML needs more than " + std::to_string(kMaxHtmlTreeBytes >> 20) +
         " MiB of memory; its tags are broken or too many";
}

bool IsDigit(char c, bool hexadecimal) {
  return (c >= '0' && c <= '9') || (hexadecimal && (c | 0x20) >= 'a' && (c | 0x20) <= 'f');
}

// gumbo counts in 32 bits: a reference such as &#4294967361; would wrap around to another character, or below zero, to
// broken UTF-8. No character has more than seven digits, so such a number becomes that of U+FFFD (WHATWG HTML, 13.2.5.80).
// Returns an empty string where there is none.
std::string WithoutOverflow(std::string_view html) {
  constexpr size_t kDigits = 7;
  std::string mended;
  size_t copied = 0;
  for (size_t at = html.find("&#"); at != std::string_view::npos; at = html.find("&#", at)) {
    at += 2;
    const bool hexadecimal = at < html.size() && (html[at] | 0x20) == 'x';
    size_t digits = at + (hexadecimal ? 1 : 0);
    while (digits < html.size() && html[digits] == '0') ++digits;
    size_t end = digits;
    while (end < html.size() && IsDigit(html[end], hexadecimal)) ++end;
    if (end - digits <= kDigits) continue;
    // With its end: a letter that follows a decimal number could be a digit of this one.
    mended.append(html, copied, at - copied).append("xFFFD;");
    copied = at = end < html.size() && html[end] == ';' ? end + 1 : end;
  }
  return copied == 0 ? mended : mended.append(html, copied);
}

}  // namespace

// All that gumbo allocates, freed at once: its own way to free a tree is recursive and ends the stack of a deep one.
// gumbo 0.10 has no bounds of its own; its allocator is where they can be kept, for it sees every node and attribute.
struct HtmlTree::Memory {
  std::string text;  // gumbo keeps pointers into it
  size_t max_depth = kMaxHtmlDepth;
  const GumboNode* root = nullptr;

  std::vector<std::unique_ptr<char[]>> blocks;
  char* next = nullptr;
  size_t left = 0;
  size_t total = 0;

  const char* last_node = nullptr;
  size_t attributes = 0;  // since the last node
  uint64_t work = 0;
  Bound broken = Bound::kNone;
  std::jmp_buf stop;

  char* Take(size_t bytes) {
    bytes = (bytes + kAlignment - 1) / kAlignment * kAlignment;
    if (bytes > left) {
      const size_t block = std::max(bytes, kBlockBytes);
      blocks.push_back(std::make_unique<char[]>(block));  // zeroed, which DepthOfLast relies on
      next = blocks.back().get();
      left = block;
      total += block;
    }
    left -= bytes;
    return std::exchange(next, next + bytes);
  }

  // Levels above the node before this one, which by now has its place in the tree. A block of a node's size may also be
  // an array of pointers or a string. Neither begins with eight bytes that are as small a number as a node's type: a
  // pointer is larger, and no string has zero bytes, since the text has none.
  size_t DepthOfLast() const {
    if (last_node == nullptr) return 0;
    uint64_t type;
    std::memcpy(&type, last_node, sizeof(type));
    if (type > GUMBO_NODE_TEMPLATE) return 0;
    size_t depth = 0;
    const auto* node = reinterpret_cast<const GumboNode*>(last_node);
    for (; node->parent != nullptr && depth <= max_depth; node = node->parent) ++depth;
    return depth;
  }

  Bound Count(size_t bytes) {
    if (bytes == sizeof(GumboAttribute) && ++attributes > kMaxHtmlAttributes) return Bound::kAttributes;
    if (total > kMaxHtmlTreeBytes) return Bound::kMemory;
    if (bytes != sizeof(GumboNode)) return Bound::kNone;
    const size_t depth = DepthOfLast();
    work += depth * attributes * attributes;
    attributes = 0;
    if (depth > max_depth) return Bound::kDepth;
    return work > kMaxWork ? Bound::kWork : Bound::kNone;
  }

  static void* Allocate(void* self, size_t bytes) {
    auto* memory = static_cast<Memory*>(self);
    memory->broken = memory->Count(bytes);
    // Only frames of gumbo, which is C and owns nothing but this memory, lie between here and Run.
    if (memory->broken != Bound::kNone) std::longjmp(memory->stop, 1);  // NOLINT(cert-err52-cpp)
    char* taken = memory->Take(bytes);
    if (bytes == sizeof(GumboNode)) memory->last_node = taken;
    return taken;
  }

  void Run() {
    GumboOptions options = kGumboDefaultOptions;
    options.allocator = Allocate;
    options.deallocator = [](void*, void*) {};
    options.userdata = this;
    options.max_errors = 0;
    if (setjmp(stop) != 0) return;  // NOLINT(cert-err52-cpp)
    root = gumbo_parse_with_options(&options, text.data(), text.size())->root;
  }
};

HtmlTree::HtmlTree(std::string text, uint32_t controls, size_t max_depth)
    : memory_(std::make_unique<Memory>()), controls_(controls) {
  memory_->text = std::move(text);
  memory_->max_depth = max_depth;
}
HtmlTree::HtmlTree(HtmlTree&&) noexcept = default;
HtmlTree::~HtmlTree() = default;

const HtmlNode& HtmlTree::root() const { return *memory_->root; }

OrRefusal<HtmlTree> HtmlTree::Parse(std::string_view html, HtmlKind kind, size_t max_depth) {
  // gumbo would put U+FFFD for controls, as HTML did at its time.
  Cleaned cleaned = CleanText(html);
  if (std::string mended = WithoutOverflow(cleaned.text); !mended.empty()) cleaned.text = std::move(mended);
  // gumbo's own way to parse fragments fails an assertion of its own on <math><th><mi><template></template></table>.
  if (kind == HtmlKind::kFragment) cleaned.text.insert(0, kFragmentContext);
  HtmlTree tree(std::move(cleaned.text), cleaned.dropped, max_depth);
  tree.memory_->Run();
  if (tree.memory_->broken != Bound::kNone) {
    return Refuse(Fault::kLimitExceeded, Sentence(tree.memory_->broken, max_depth));
  }
  return tree;
}

}  // namespace marsad::decode
