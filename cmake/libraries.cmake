# Every library that Octavo stands on, all of them Debian 12 packages (packaging/packages.txt).
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(simdjson REQUIRED)
find_package(ICU REQUIRED COMPONENTS uc i18n data)
find_package(CURL REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(ZLIB REQUIRED)
find_package(OpenSSL REQUIRED COMPONENTS Crypto)
find_package(prometheus-cpp REQUIRED)
find_package(Boost 1.81 REQUIRED)
pkg_check_modules(xxhash REQUIRED IMPORTED_TARGET libxxhash)
pkg_check_modules(uchardet REQUIRED IMPORTED_TARGET uchardet)
pkg_check_modules(re2 REQUIRED IMPORTED_TARGET re2)
pkg_check_modules(psl REQUIRED IMPORTED_TARGET libpsl)
pkg_check_modules(brotli REQUIRED IMPORTED_TARGET libbrotlidec libbrotlienc)
pkg_check_modules(pq REQUIRED IMPORTED_TARGET libpq)
pkg_check_modules(zstd REQUIRED IMPORTED_TARGET libzstd)
pkg_check_modules(ctemplate REQUIRED IMPORTED_TARGET libctemplate)

# Two packages without a package file.
add_library(PkgConfig::stemmer UNKNOWN IMPORTED)
find_library(STEMMER_LIBRARY stemmer REQUIRED)
set_target_properties(PkgConfig::stemmer PROPERTIES IMPORTED_LOCATION ${STEMMER_LIBRARY})
# cld2's code finds its tables by symbol. The package's second library holds the large ones (175 languages and whole words
# instead of 83 languages); standing first, and kept though no code of ours names it, it is the one that is found.
find_library(CLD2_LIBRARY cld2 REQUIRED)
find_library(CLD2_TABLES_LIBRARY cld2_full REQUIRED)
add_library(cld2::cld2 INTERFACE IMPORTED)
target_link_libraries(cld2::cld2 INTERFACE
  -Wl,--push-state,--no-as-needed,${CLD2_TABLES_LIBRARY},--pop-state ${CLD2_LIBRARY})
