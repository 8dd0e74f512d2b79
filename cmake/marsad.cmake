# What every target of Marsad shares, and the kinds of target that there are.
#
#   marsad_library(NAME SOURCES ... [DEPS ...] [PRIVATE ...] [TESTS ... [TEST_DEPS ...] [WAITING ...]])
#                                                      a library, and NAME_test with all its TESTS: to ctest one entry a
#                                                      file, x/y_test.cc as NAME_x_y. Files under WAITING, whose tests wait
#                                                      for a broker's timers, are twelve entries: NAME_x_y_1 and so on
#   marsad_program(NAME SOURCES ... DEPS ...)          an installed program
#   marsad_test(NAME SOURCE FILE DEPS ...)             a test program of one file, for what belongs to no one library
#   marsad_fuzz(NAME SOURCE FILE DEPS ... SEEDS ...)   one libFuzzer target (preset asan)
#   marsad_data(NAME FILES ... INSTALL ...)            what ships as files beside the programs

include(CheckCXXCompilerFlag)
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)

add_library(marsad_options INTERFACE)
target_include_directories(marsad_options INTERFACE ${CMAKE_SOURCE_DIR})
target_compile_options(marsad_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Werror
  # g++-12 at -O3 reports "k" + std::to_string(i) as overlapping: a known false positive.
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict -Wbidi-chars=any>
  -fstack-protector-strong
  -ffile-prefix-map=${CMAKE_SOURCE_DIR}=.)
target_compile_definitions(marsad_options INTERFACE _GLIBCXX_ASSERTIONS)
if(CMAKE_BUILD_TYPE STREQUAL "Release")
  target_compile_options(marsad_options INTERFACE -D_FORTIFY_SOURCE=2)
endif()
target_link_options(marsad_options INTERFACE -Wl,-z,relro,-z,now)
if(MARSAD_SANITIZE)
  target_compile_options(marsad_options INTERFACE -fsanitize=${MARSAD_SANITIZE} -fno-omit-frame-pointer
    -fno-sanitize-recover=all)
  target_link_options(marsad_options INTERFACE -fsanitize=${MARSAD_SANITIZE})
endif()
if(MARSAD_FUZZ)
  target_compile_options(marsad_options INTERFACE -fsanitize=fuzzer-no-link)
endif()

# Fails at configure time, with the one command that helps, instead of at the first missing header.
function(marsad_require_package TARGET MODULE)
  pkg_check_modules(${TARGET} QUIET IMPORTED_TARGET GLOBAL ${MODULE})
  if(NOT ${TARGET}_FOUND)
    message(FATAL_ERROR "${MODULE} is missing: run ./dev deps")
  endif()
endfunction()

function(marsad_library NAME)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPS;PRIVATE;TESTS;TEST_DEPS;WAITING" ${ARGN})
  add_library(${NAME} STATIC ${ARG_SOURCES})
  target_link_libraries(${NAME} PUBLIC marsad_options ${ARG_DEPS} PRIVATE ${ARG_PRIVATE})
  if(NOT MARSAD_TESTS OR NOT ARG_TESTS)
    return()
  endif()
  marsad_test_program(${NAME}_test SOURCES ${ARG_TESTS} DEPS ${NAME} ${ARG_PRIVATE} ${ARG_TEST_DEPS})
  foreach(test_source IN LISTS ARG_TESTS)
    string(REGEX REPLACE "_test\\.cc$" "" test_name ${test_source})
    string(REPLACE "/" "_" test_name ${test_name})
    if(test_source IN_LIST ARG_WAITING)
      foreach(shard RANGE 1 12)
        marsad_test_entry(${NAME}_${test_name}_${shard} ${NAME}_test ${test_source})
        math(EXPR index "${shard} - 1")
        set_tests_properties(${NAME}_${test_name}_${shard} PROPERTIES COST 100  # first, for they take the longest
          ENVIRONMENT "GTEST_TOTAL_SHARDS=12;GTEST_SHARD_INDEX=${index}")
      endforeach()
    else()
      marsad_test_entry(${NAME}_${test_name} ${NAME}_test ${test_source})
    endif()
  endforeach()
endfunction()

function(marsad_program NAME)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPS" ${ARGN})
  add_executable(${NAME} ${ARG_SOURCES})
  target_link_libraries(${NAME} PRIVATE marsad_options ${ARG_DEPS})
  install(TARGETS ${NAME} RUNTIME DESTINATION bin)
  set_property(GLOBAL APPEND PROPERTY marsad_packaged ${NAME})
endfunction()

if(MARSAD_TESTS)
  find_package(GTest REQUIRED)
  find_package(rapidcheck REQUIRED)
  find_program(MARSAD_LLD ld.lld HINTS /usr/lib/llvm-14/bin)
  # The one file of a test program that knows where the root is, and runs the tests there.
  add_library(marsad_test_main OBJECT ${CMAKE_SOURCE_DIR}/tests/main.cc)
  target_link_libraries(marsad_test_main PRIVATE marsad_options GTest::gtest)
  target_compile_definitions(marsad_test_main PRIVATE MARSAD_ROOT="${CMAKE_SOURCE_DIR}")
endif()

function(marsad_test_program NAME)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPS" ${ARGN})
  add_executable(${NAME} ${ARG_SOURCES})
  target_link_libraries(${NAME} PRIVATE marsad_options ${ARG_DEPS} GTest::gmock GTest::gtest rapidcheck marsad_test_main)
  if(MARSAD_LLD)
    cmake_path(GET MARSAD_LLD PARENT_PATH lld_folder)
    target_link_options(${NAME} PRIVATE -fuse-ld=lld -B${lld_folder})
  endif()
  set_target_properties(${NAME} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
endfunction()

function(marsad_test_entry NAME PROGRAM SOURCE)
  file(RELATIVE_PATH file ${CMAKE_SOURCE_DIR} ${CMAKE_CURRENT_SOURCE_DIR}/${SOURCE})
  add_test(NAME ${NAME} COMMAND ${PROGRAM} --file=${file} --entry=${NAME})
  set_tests_properties(${NAME} PROPERTIES LABELS unit TIMEOUT 300)
endfunction()

function(marsad_test NAME)
  if(NOT MARSAD_TESTS)
    return()
  endif()
  cmake_parse_arguments(ARG "" "SOURCE" "DEPS" ${ARGN})
  marsad_test_program(${NAME}_test SOURCES ${ARG_SOURCE} DEPS ${ARG_DEPS})
  marsad_test_entry(${NAME} ${NAME}_test ${ARG_SOURCE})
endfunction()

# With MARSAD_TESTS: the same code with tests/fuzz/replay.cc, which runs it once on what broke it before and on its seeds.
function(marsad_fuzz NAME)
  cmake_parse_arguments(ARG "" "SOURCE" "DEPS;SEEDS" ${ARGN})
  if(MARSAD_FUZZ)
    add_executable(fuzz_${NAME} ${ARG_SOURCE} ${CMAKE_SOURCE_DIR}/tests/fuzz/first_input.cc)
    target_link_libraries(fuzz_${NAME} PRIVATE marsad_options ${ARG_DEPS} -fsanitize=fuzzer)
    add_dependencies(fuzz_targets fuzz_${NAME})
  endif()
  if(MARSAD_TESTS)
    add_executable(replay_${NAME} ${ARG_SOURCE} ${CMAKE_SOURCE_DIR}/tests/fuzz/replay.cc)
    target_link_libraries(replay_${NAME} PRIVATE marsad_options ${ARG_DEPS})
    set_target_properties(replay_${NAME} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
    add_test(NAME fuzz_replay_${NAME} COMMAND replay_${NAME} tests/fuzz/regressions/${NAME} ${ARG_SEEDS}
      WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
    set_tests_properties(fuzz_replay_${NAME} PROPERTIES LABELS unit TIMEOUT 300)
  endif()
endfunction()

if(MARSAD_FUZZ)
  add_custom_target(fuzz_targets)
endif()

# FILES lie in bin/../share/marsad/NAME of the build, by the target marsad_NAME, and there where the programs are installed,
# with INSTALL beside them.
function(marsad_data NAME)
  cmake_parse_arguments(ARG "" "" "FILES;INSTALL" ${ARGN})
  set(directory ${CMAKE_BINARY_DIR}/share/marsad/${NAME})
  add_custom_command(
    OUTPUT ${directory}.stamp
    COMMAND ${CMAKE_COMMAND} -E rm -rf ${directory}
    COMMAND ${CMAKE_COMMAND} -E make_directory ${directory}
    COMMAND ${CMAKE_COMMAND} -E copy ${ARG_FILES} ${directory}
    COMMAND ${CMAKE_COMMAND} -E touch ${directory}.stamp
    DEPENDS ${ARG_FILES})
  add_custom_target(marsad_${NAME} ALL DEPENDS ${directory}.stamp)
  install(FILES ${ARG_FILES} ${ARG_INSTALL} DESTINATION share/marsad/${NAME})
  set_property(GLOBAL APPEND PROPERTY marsad_packaged marsad_${NAME})
endfunction()
