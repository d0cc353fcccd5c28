# Tests are compiled without optimisation: with it they were two fifths of all compiling, and what they test is optimised.
function(quick_to_compile target)
  target_compile_options(${target} PRIVATE -O0)
endfunction()

# What the files of the rooms and of the tests have in common (compiler.cmake).
if(OCTAVO_PRECOMPILE)
  set(everyday <algorithm> <array> <chrono> <filesystem> <functional> <map> <memory> <optional> <string> <string_view>
    <unordered_map> <utility> <vector> <fmt/format.h>)
  add_library(everyday STATIC cmake/empty_room.cc)
  target_link_libraries(everyday PRIVATE fmt::fmt)
  target_precompile_headers(everyday PRIVATE ${everyday})
  if(OCTAVO_TESTS)
    find_package(GTest REQUIRED)
    add_library(everyday_tests STATIC cmake/empty_room.cc)
    target_link_libraries(everyday_tests PRIVATE fmt::fmt GTest::gtest)
    target_precompile_headers(everyday_tests PRIVATE ${everyday} <gtest/gtest.h> <gmock/gmock.h>)
    quick_to_compile(everyday_tests)
  endif()
endif()

# Under a sanitiser, which is ten times as slow, tests over large public sets take every tenth of their cases: all of
# them are run without it.
set(OCTAVO_TAKE_EVERY 1)
if(OCTAVO_SANITIZE)
  set(OCTAVO_TAKE_EVERY 10)
endif()

# room(fetch USES base model net LINKS CURL::libcurl)
#
# One folder under src/ is one static library. Its headers are seen, as "fetch/x.h", only by rooms that name it under
# USES; <build>/rooms/fetch/fetch is a link to src/fetch and the only include directory it gives away. (src/ itself
# must never be an include directory, it would open every room to every other.) LINKS are private: a third-party type
# never appears in a room's header.
#
# Files named *_test.cc become the test program <room>_tests (all of them: target unit_tests), files named *_fuzz.cc one
# fuzzer each (target fuzzers).
function(room name)
  cmake_parse_arguments(R "" "" "USES;LINKS" ${ARGN})
  foreach(dep IN LISTS R_USES)
    if(NOT TARGET ${dep})
      message(FATAL_ERROR "room '${name}' uses '${dep}', which is not declared above it")
    endif()
  endforeach()
  set(view ${CMAKE_BINARY_DIR}/rooms/${name})
  file(MAKE_DIRECTORY ${view})
  file(CREATE_LINK ${CMAKE_SOURCE_DIR}/src/${name} ${view}/${name} SYMBOLIC)
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${name}/*.cc)
  file(GLOB headers CONFIGURE_DEPENDS ${view}/${name}/*.h)
  set(tests ${sources})
  set(fuzzers ${sources})
  list(FILTER tests INCLUDE REGEX "_test\\.cc$")
  list(FILTER fuzzers INCLUDE REGEX "_fuzz\\.cc$")
  list(FILTER sources EXCLUDE REGEX "_(test|fuzz)\\.cc$")
  if(NOT sources)
    set(sources ${CMAKE_SOURCE_DIR}/cmake/empty_room.cc)
  endif()
  add_library(${name} STATIC ${sources})
  target_include_directories(${name} PUBLIC ${view})
  target_link_libraries(${name} PUBLIC ${R_USES} PRIVATE ${R_LINKS} fmt::fmt Threads::Threads)
  target_sources(${name} PUBLIC FILE_SET HEADERS BASE_DIRS ${view} FILES ${headers})
  set_target_properties(${name} PROPERTIES VERIFY_INTERFACE_HEADER_SETS ON)
  everyday_headers(${name} LIKE everyday)
  if(OCTAVO_TESTS AND tests)
    find_package(GTest REQUIRED)
    add_executable(${name}_tests ${tests})
    target_link_libraries(${name}_tests PRIVATE ${name} ${R_LINKS} fmt::fmt GTest::gtest GTest::gmock GTest::gtest_main)
    target_compile_definitions(${name}_tests PRIVATE
      OCTAVO_SOURCE_DIR="${CMAKE_SOURCE_DIR}" OCTAVO_SHARED_DIR="${CMAKE_SOURCE_DIR}/../shared"
      OCTAVO_TAKE_EVERY=${OCTAVO_TAKE_EVERY})
    quick_to_compile(${name}_tests)
    everyday_headers(${name}_tests LIKE everyday_tests)
    add_test(NAME ${name} COMMAND ${name}_tests --gtest_brief=1
      --gtest_output=xml:${CMAKE_BINARY_DIR}/results/${name}.xml)
    list(LENGTH tests cost) # the longest begin first
    set_tests_properties(${name} PROPERTIES LABELS unit TIMEOUT 600 COST ${cost})
    add_dependencies(unit_tests ${name}_tests)
  endif()
  if(OCTAVO_FUZZ)
    foreach(fuzzer IN LISTS fuzzers)
      get_filename_component(target ${fuzzer} NAME_WE)
      add_executable(${target} ${fuzzer})
      target_link_libraries(${target} PRIVATE ${name} -fsanitize=fuzzer)
      add_dependencies(fuzzers ${target})
    endforeach()
  endif()
endfunction()
enable_testing()
add_custom_target(unit_tests)
add_custom_target(fuzzers)
