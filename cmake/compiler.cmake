# Warnings are errors with both compilers; sanitisers by OCTAVO_SANITIZE; ccache and mold where they are.
add_compile_options(-pthread -Wall -Wextra -Wconversion -Wshadow -Wnon-virtual-dtor -Werror -fno-omit-frame-pointer)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # GCC 12 reports overlapping copies inside std::string that do not exist (GCC bug 105651), and uninitialised members
  # of a std::optional or std::expected that is empty (GCC bug 80635). clang and the sanitisers look for the real ones.
  add_compile_options(-Wno-restrict -Wno-maybe-uninitialized)
elseif(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
  # libstdc++ 12's own stable_sort calls std::get_temporary_buffer, which it marks as deprecated; g++ keeps silent inside
  # its library and still reports what our code calls.
  add_compile_options(-Wthread-safety -Wno-missing-braces -Wno-deprecated-declarations)
endif()
if(OCTAVO_SANITIZE)
  add_compile_options(-fsanitize=${OCTAVO_SANITIZE} -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${OCTAVO_SANITIZE})
endif()
find_program(CCACHE ccache)
if(CCACHE)
  # ccache takes a precompiled header into account only if told that it may.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE})
endif()
find_program(MOLD mold)
if(MOLD)
  add_link_options(-fuse-ld=mold)
endif()

# everyday_headers(target LIKE kind): what nearly every file includes is read once instead of in each file; `kind` is one of
# the two targets below, whose options the target must share. The clang preset goes without (OCTAVO_PRECOMPILE): there a
# file that does not include what it uses fails.
option(OCTAVO_PRECOMPILE "precompile the headers that nearly every file includes" ON)
if(OCTAVO_PRECOMPILE)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # -fpch-preprocess is for ccache. What g++ 12 inlines from a precompiled <string> it no longer takes for a system
    # header's, and reports copies of 2^63 bytes that do not exist (as above).
    add_compile_options(-fpch-preprocess -Wno-stringop-overflow -Wno-stringop-overread -Wno-array-bounds)
  else()
    add_compile_options("SHELL:-Xclang -fno-pch-timestamp")
  endif()
endif()
function(everyday_headers target)
  cmake_parse_arguments(E "" "LIKE" "" ${ARGN})
  if(OCTAVO_PRECOMPILE)
    target_precompile_headers(${target} REUSE_FROM ${E_LIKE})
  endif()
endfunction()
