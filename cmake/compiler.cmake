# Warnings are errors with both compilers; sanitisers by OCTAVO_SANITIZE; ccache and mold where they are.
add_compile_options(-Wall -Wextra -Wconversion -Wshadow -Wnon-virtual-dtor -Werror -fno-omit-frame-pointer)
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
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()
find_program(MOLD mold)
if(MOLD)
  add_link_options(-fuse-ld=mold)
endif()
