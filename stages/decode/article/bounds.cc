#include "stages/decode/article/bounds.h"

#include <vector>

#include "lib/base/utf8.h"
#include "stages/decode/limits.h"

namespace marsad::decode {
namespace {

constexpr size_t kMaxNoted = 16;
constexpr size_t kMaxNoteBytes = 1000;
constexpr size_t kMaxWarnings = 16;

void Note(std::string note, Draft* draft) {
  if (draft->ignored_fields.size() < kMaxNoted) draft->ignored_fields.push_back(std::move(note));
}

void Cut(std::string_view name, size_t bytes, std::string* text, Draft* draft) {
  if (text->size() <= bytes) return;
  Note(std::string(name) + ": cut to " + std::to_string(bytes) + " of " + std::to_string(text->size()) + " bytes",
       draft);
  *text = CutText(*text, bytes);
}

void DropAddress(std::string_view name, std::string* address, Draft* draft) {
  if (address->size() <= kMaxAddressBytes) return;
  Note(std::string(name) + ": longer than " + std::to_string(kMaxAddressBytes) + " bytes", draft);
  std::string().swap(*address);  // with its memory
}

template <class Entry>
void Shrink(std::string_view name, size_t most, std::vector<Entry>* entries, Draft* draft) {
  if (entries->size() <= most) return;
  Note(std::string(name) + ": only the first " + std::to_string(most) + " of " + std::to_string(entries->size()),
       draft);
  entries->resize(most);
  entries->shrink_to_fit();
}

}  // namespace

std::string CutText(std::string_view text, size_t bytes) { return std::string(PrefixAtBoundary(text, bytes)); }

void BoundDescription(Draft* draft) {
  Cut("source.name", kMaxSourceNameBytes, &draft->source_name, draft);
  Cut("language", kMaxLabelBytes, &draft->language, draft);
  Cut("source.country", kMaxLabelBytes, &draft->source_country, draft);
  Cut("version", kMaxLabelBytes, &draft->version_label, draft);
  Cut("correction", kMaxCorrectionBytes, &draft->correction, draft);
  DropAddress("source.uri", &draft->source_uri, draft);
  DropAddress("url", &draft->url, draft);
  Shrink("authors", kMaxAuthors, &draft->authors, draft);
  for (std::string& author : draft->authors) Cut("authors", kMaxAuthorBytes, &author, draft);
  Shrink("subjects", kMaxSubjects, &draft->subjects, draft);
  for (Draft::Subject& subject : draft->subjects) {
    DropAddress("subjects.uri", &subject.uri, draft);
    Cut("subjects", kMaxSubjectBytes, &subject.name, draft);
  }
  std::erase_if(draft->related, [](const Draft::Related& related) { return related.uri.size() > kMaxAddressBytes; });
  Shrink("related", kMaxRelated, &draft->related, draft);
  for (Draft::Related& related : draft->related) Cut("related", kMaxRelationBytes, &related.relation, draft);
  for (std::string& note : draft->ignored_fields) note = CutText(note, kMaxNoteBytes);
  if (draft->warnings.size() > kMaxWarnings) draft->warnings.resize(kMaxWarnings);
  for (std::string& warning : draft->warnings) warning = CutText(warning, kMaxNoteBytes);
}

}  // namespace marsad::decode
