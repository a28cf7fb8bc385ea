# Options that every target of ours shares, and one library per folder.
add_library(droplet_options INTERFACE)
target_compile_options(droplet_options INTERFACE
  $<$<COMPILE_LANGUAGE:CXX>:-Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wimplicit-fallthrough>
  # One rounding per written operation: results do not depend on what a compiler chooses to fuse.
  $<$<COMPILE_LANGUAGE:CXX>:-ffp-contract=off>
  $<$<COMPILE_LANGUAGE:CUDA>:-Xcompiler=-Wall,-Wextra,-Wshadow --expt-relaxed-constexpr>)
if(DROPLET_WERROR)
  target_compile_options(droplet_options INTERFACE
    $<$<COMPILE_LANGUAGE:CXX>:-Werror>
    $<$<COMPILE_LANGUAGE:CUDA>:-Werror=all-warnings -Xcompiler=-Werror>)
endif()
if(DROPLET_SANITIZE)
  target_compile_options(droplet_options INTERFACE
    $<$<COMPILE_LANGUAGE:CXX>:-fsanitize=${DROPLET_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all>
    # What they add makes g++ warn of what is not there, as its manual says; the release build sees the warnings.
    $<$<CXX_COMPILER_ID:GNU>:-Wno-error>)
  target_link_options(droplet_options INTERFACE -fsanitize=${DROPLET_SANITIZE})
endif()

# droplet_precompile(TARGET headers…): parses what many files of a target include only once. Headers of other people
# alone, so that no file of ours gets one of ours unasked; a build without it (the default) shows what a file forgot.
function(droplet_precompile target)
  if(DROPLET_PRECOMPILE)
    target_precompile_headers(${target} PRIVATE ${ARGN} <algorithm> <array> <chrono> <cmath> <cstdint> <filesystem>
      <functional> <memory> <optional> <span> <string> <string_view> <vector>)
    # In precompiled headers g++ 12 forgets that std::string is no code of ours, and sees ghosts in it.
    target_compile_options(${target} PRIVATE
      $<$<CXX_COMPILER_ID:GNU>:-Wno-array-bounds;-Wno-restrict;-Wno-stringop-overflow;-Wno-stringop-overread>)
  endif()
endfunction()

# droplet_library(NAME [PUBLIC libs…] [PRIVATE libs…]): static library droplet_NAME from the .cpp files of this folder.
function(droplet_library name)
  cmake_parse_arguments(arg "" "" "PUBLIC;PRIVATE;SOURCES" ${ARGN})
  if(NOT arg_SOURCES)
    file(GLOB arg_SOURCES CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  endif()
  add_library(droplet_${name} STATIC ${arg_SOURCES})
  target_include_directories(droplet_${name} PUBLIC ${PROJECT_SOURCE_DIR}/src ${PROJECT_BINARY_DIR}/generated)
  target_link_libraries(droplet_${name} PUBLIC ${arg_PUBLIC} PRIVATE droplet_options ${arg_PRIVATE})
endfunction()
