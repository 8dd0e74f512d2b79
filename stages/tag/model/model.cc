#include "stages/tag/model/model.h"

#include "lib/base/bytes.h"

namespace marsad::tag {
namespace {

constexpr std::string_view kMagic = "marsad-tagger 2\n";

}  // namespace

std::string Model::Write() const {
  ByteWriter out;
  out.Bytes(language_);
  out.Bytes(lexicon_.Write());
  out.Bytes(first_.Write());
  out.Bytes(document_.Write());
  out.Bytes(calibration_.Write());
  return std::string(kMagic) + out.Take();
}

Result<std::string> Model::LanguageOf(std::string_view bytes) {
  if (!bytes.starts_with(kMagic)) return Fail("no model of this version: it does not begin with \"marsad-tagger 2\"");
  ByteReader in(bytes.substr(kMagic.size()));
  const std::string_view language = in.Bytes();
  if (!in.ok() || language.empty()) return Fail("the model is cut off");
  return std::string(language);
}

Result<Model> Model::Parse(std::string_view bytes) {
  if (const auto language = LanguageOf(bytes); !language) return tl::unexpected(language.error());
  ByteReader in(bytes.substr(kMagic.size()));
  const std::string_view language = in.Bytes();
  auto lexicon = Lexicon::Parse(in.Bytes());
  auto first = Weights::Parse(in.Bytes());
  auto document = Weights::Parse(in.Bytes());
  auto calibration = Calibration::Parse(in.Bytes());
  if (!in.ok() || !in.at_end()) return Fail("the model is cut off or followed by other bytes");
  if (!lexicon) return tl::unexpected(lexicon.error());
  if (!first) return tl::unexpected(first.error());
  if (!document) return tl::unexpected(document.error());
  if (!calibration) return tl::unexpected(calibration.error());
  return Model(std::string(language), std::move(*lexicon), std::move(*first), std::move(*document),
               std::move(*calibration));
}

}  // namespace marsad::tag
