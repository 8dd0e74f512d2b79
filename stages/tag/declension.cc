#include "stages/tag/declension.h"

#include <set>

#include "lib/text/casing.h"
#include "stages/tag/tsv.h"

namespace marsad::tag {
namespace {

constexpr size_t kColumns = 4;  // language, kind, endings, forms
constexpr std::string_view kAny = "*";

// A name cut into words and what stands between them, so that it can be put together again.
struct Words {
  std::vector<std::string_view> words;
  std::vector<char> between;  // after each word; 0 after the last
};

Words Cut(std::string_view name) {
  Words cut;
  size_t begin = 0;
  for (size_t at = 0; at <= name.size(); ++at) {
    const bool end = at == name.size();
    if (!end && name[at] != ' ' && name[at] != '-') continue;
    cut.words.push_back(name.substr(begin, at - begin));
    cut.between.push_back(end ? '\0' : name[at]);
    begin = at + 1;
  }
  return cut;
}

// All ways to take one of `alternatives` for each word.
void Combine(const Words& name, const std::vector<std::vector<std::string>>& alternatives, std::set<std::string>* out) {
  std::vector<std::string> made = {""};
  for (size_t i = 0; i < name.words.size(); ++i) {
    std::vector<std::string> longer;
    for (const std::string& start : made) {
      for (const std::string& word : alternatives[i]) {
        longer.push_back(start + word);
        if (name.between[i] != '\0') longer.back() += name.between[i];
      }
    }
    made = std::move(longer);
  }
  out->insert(made.begin(), made.end());
}

}  // namespace

Result<Declension> Declension::Parse(const std::string& file, std::string_view table) {
  Declension declension;
  for (const TsvLine& line : ReadTsv(table)) {
    const auto where = [&] { return file + ":" + std::to_string(line.number) + ": "; };
    if (line.fields.size() != kColumns) return Fail(where() + "needs 4 columns: language, kind, endings, forms");
    const std::string_view kind = line.fields[1];
    if (kind != "noun" && kind != "adjective") return Fail(where() + "kind is noun or adjective");
    std::vector<std::vector<std::string_view>> cases;
    for (std::string_view one : Split(line.fields[3], ' ')) cases.push_back(Split(one, '/'));
    for (std::string_view ending : Split(line.fields[2], ' ')) {
      Ending entry{std::string(line.fields[0]), kind == "adjective", ending == kAny ? "" : std::string(ending), {}};
      for (const auto& one : cases) {
        std::vector<std::string> forms;
        for (std::string_view form : one) {
          const bool adds = form.starts_with('+');  // to the ending, instead of replacing it
          forms.push_back((adds ? entry.ending : "") + std::string(form == "0" ? "" : form.substr(adds ? 1 : 0)));
        }
        if (line.fields[3] != "-") entry.cases.push_back(std::move(forms));
      }
      declension.endings_.push_back(std::move(entry));
    }
  }
  return declension;
}

const Declension::Ending* Declension::Longest(std::string_view word, std::string_view language) const {
  const Ending* best = nullptr;
  for (const Ending& ending : endings_) {
    if (ending.language != language || !word.ends_with(ending.ending) || word.size() == ending.ending.size()) continue;
    if (best == nullptr || ending.ending.size() > best->ending.size()) best = &ending;
  }
  return best;
}

std::vector<const Declension::Ending*> Declension::EndingsOf(std::span<const std::string_view> words,
                                                             std::span<const char> between, std::string_view language,
                                                             bool is_person) const {
  std::vector<const Ending*> endings(words.size(), nullptr);
  for (size_t i = 0; i < words.size(); ++i) {
    const bool bound = between[i] == '-';  // of a compound only the last part is declined
    const bool declines = !bound && text::HasLower(words[i]) && (!is_person || text::StartsUpper(words[i]));
    const Ending* ending = declines ? Longest(words[i], language) : nullptr;
    if (ending != nullptr && !ending->cases.empty()) endings[i] = ending;
    const bool is_head = !bound && (endings[i] == nullptr || !endings[i]->is_adjective);
    if (!is_person && is_head) break;
  }
  return endings;
}

std::vector<std::string> Declension::InCase(std::string_view word, const Ending* ending, size_t number) {
  if (ending == nullptr || number >= ending->cases.size()) return {std::string(word)};
  const std::string stem(word.substr(0, word.size() - ending->ending.size()));
  std::vector<std::string> forms;
  for (const std::string& form : ending->cases[number]) forms.push_back(stem + form);
  return forms;
}

std::vector<std::string> Declension::Forms(std::string_view name, std::string_view language, bool is_person) const {
  const Words cut = Cut(name);
  const std::vector<const Ending*> endings = EndingsOf(cut.words, cut.between, language, is_person);
  size_t cases = 0;
  for (const Ending* ending : endings) cases = std::max(cases, ending == nullptr ? 0 : ending->cases.size());
  std::set<std::string> forms;
  for (size_t c = 0; c < cases; ++c) {
    std::vector<std::vector<std::string>> alternatives(cut.words.size());
    for (size_t i = 0; i < cut.words.size(); ++i) alternatives[i] = InCase(cut.words[i], endings[i], c);
    Combine(cut, alternatives, &forms);
  }
  forms.erase(std::string(name));
  return {forms.begin(), forms.end()};
}

}  // namespace marsad::tag
