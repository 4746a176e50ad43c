<?php
// What a web server's rewriting does: files as they are, everything else through WordPress.
$path = parse_url( $_SERVER['REQUEST_URI'], PHP_URL_PATH );
$file = $_SERVER['DOCUMENT_ROOT'] . $path;
if ( is_file( $file ) ) {
	return false;
}
if ( is_file( rtrim( $file, '/' ) . '/index.php' ) && '/blog/' !== $path ) {
	return false;
}
if ( 0 !== strpos( $path, '/blog/' ) ) {
	http_response_code( 404 );
	return true;
}
$_SERVER['SCRIPT_NAME'] = '/blog/index.php';
$_SERVER['PHP_SELF'] = '/blog/index.php';
require $_SERVER['DOCUMENT_ROOT'] . '/blog/index.php';
