# What the package of Debian holds beside programs and data, and how CPack makes it; `./dev package` builds it.
install(FILES LICENSE NOTICE CHANGELOG.md SECURITY.md deploy/marsad.sample.yaml DESTINATION share/doc/marsad)
install(FILES deploy/systemd/marsad-stage@.service DESTINATION lib/systemd/system)
if(NOT EXISTS ${CMAKE_BINARY_DIR}/sbom)
  file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/sbom)
endif()
install(DIRECTORY ${CMAKE_BINARY_DIR}/sbom/ DESTINATION share/marsad)  # by tools/package/sbom.py, of what was linked

# /etc, in the package alone: `cmake --install` must not touch it.
configure_file(deploy/marsad.sample.yaml ${CMAKE_BINARY_DIR}/debian/etc/marsad/marsad.yaml COPYONLY)
file(COPY deploy/debian/default DESTINATION ${CMAKE_BINARY_DIR}/debian/etc)
configure_file(NOTICE ${CMAKE_BINARY_DIR}/debian/usr/share/doc/marsad/copyright COPYONLY)
set(CPACK_INSTALLED_DIRECTORIES ${CMAKE_BINARY_DIR}/debian /)

get_property(packaged GLOBAL PROPERTY marsad_packaged)
add_custom_target(packaged)
add_dependencies(packaged ${packaged} marsad_compiled_gazetteer)
set(CMAKE_SKIP_INSTALL_ALL_DEPENDENCY ON)  # what is installed is these, and no program of tools/

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME marsad)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "Real-time news monitoring on Kafka")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION "Makes articles valid text, finds their structure, tags who and what they name, and summarizes them.")
set(CPACK_DEBIAN_PACKAGE_MAINTAINER "The Marsad maintainers")
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_COMPRESSION_TYPE zstd)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS ca-certificates)
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS procps)  # kill, for the unit's reload; the image needs none
set(CPACK_DEBIAN_DEBUGINFO_PACKAGE ON)  # marsad-dbgsym, apart
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA
  ${CMAKE_SOURCE_DIR}/deploy/debian/conffiles
  ${CMAKE_SOURCE_DIR}/deploy/debian/postinst
  ${CMAKE_SOURCE_DIR}/deploy/debian/prerm
  ${CMAKE_SOURCE_DIR}/deploy/debian/postrm)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_PRE_BUILD_SCRIPTS ${CMAKE_SOURCE_DIR}/cmake/package_times.cmake)  # the same bytes from the same build
include(CPack)
