# marsad_embed(TARGET NAME FILE): FILE's text as `extern const std::string_view marsad::embedded::NAME` in TARGET. For small
# tables of words, which belong into data files and must be there wherever the program runs.
function(marsad_embed TARGET NAME FILE)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${FILE})
  file(READ ${FILE} text)
  set(source ${CMAKE_CURRENT_BINARY_DIR}/${NAME}.cc)
  file(CONFIGURE OUTPUT ${source} @ONLY CONTENT [[
#include <string_view>
#pragma GCC diagnostic ignored "-Woverlength-strings"  // of the standard's least, 65,536 bytes; both compilers take more
namespace marsad::embedded {
extern const std::string_view @NAME@;
const std::string_view @NAME@ = R"table(@text@)table";
}  // namespace marsad::embedded
]])
  target_sources(${TARGET} PRIVATE ${source})
endfunction()
