<?php
// Installs a WordPress with its people and prints, as JSON, the application password of each.
define( 'WP_INSTALLING', true );
$_SERVER['HTTP_HOST'] = getenv( 'SITE_HOST' );
$_SERVER['SERVER_PROTOCOL'] = 'HTTP/1.1';
require getenv( 'SITE_FOLDER' ) . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
wp_install( 'The Lantern', 'admin', 'admin@example.org', true, '', 'secret' );
update_option( 'siteurl', getenv( 'SITE_URL' ) );
update_option( 'home', getenv( 'SITE_URL' ) );
update_option( 'timezone_string', 'Europe/Paris' );
update_option( 'permalink_structure', '/%postname%/' );
update_option( 'rewrite_rules', '' );
update_option( 'wp_page_for_privacy_policy', 0 ); // tests count ids anew, and its id is not for editors
if ( ! wp_get_theme()->exists() ) { // Debian keeps the themes in packages of their own
	switch_theme( 'plain' );
}
wp_delete_post( 1, true );
wp_delete_post( 2, true );
$people = array(
	'admin' => array( 'administrator', 'The administrator' ),
	'agathe' => array( 'editor', 'Agathe Berger' ),
	'nora' => array( 'author', 'Nora Lind' ),
	'ilse' => array( 'contributor', 'Ilse Brandt' ),
);
$passwords = array();
foreach ( $people as $login => $about ) {
	$user = get_user_by( 'login', $login );
	$id = $user ? $user->ID : wp_insert_user(
		array(
			'user_login' => $login,
			'user_pass' => 'secret',
			'user_email' => "$login@example.org",
			'role' => $about[0],
			'display_name' => $about[1],
		)
	);
	$made = WP_Application_Passwords::create_new_application_password( $id, array( 'name' => 'tests' ) );
	$passwords[ $login ] = $made[0];
}
echo json_encode( $passwords );
